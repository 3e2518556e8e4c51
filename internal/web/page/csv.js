// Reading the CSV of our own answer, RFC 4180, to count its rows. Returns rows of texts.
export function parse(text) {
  const rows = [];
  let row = [];
  let i = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (i < text.length) {
    let cell = "";
    if (text[i] === '"') {
      for (;;) {
        const end = text.indexOf('"', i + 1);
        if (end < 0) throw new Error("unclosed quote");
        cell += text.slice(i + 1, end);
        i = end + 1;
        if (text[i] !== '"') break;
        cell += '"';
      }
    } else {
      const start = i;
      while (i < text.length && text[i] !== "," && text[i] !== "\n" && text[i] !== "\r") i++;
      cell = text.slice(start, i);
    }
    row.push(cell);
    if (text[i] === ",") {
      i++;
      if (i < text.length) continue;
      row.push("");
    }
    while (text[i] === "\r" || text[i] === "\n") {
      i++;
      if (text[i - 1] === "\n") break;
    }
    rows.push(row);
    row = [];
  }
  return rows;
}
