package pgtest

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// Cluster is a PostgreSQL of our own, reached by a socket in its folder and by nothing else.
type Cluster struct {
	DSN string // of the database `postgres`, as its superuser
	dir string
	bin string

	durable bool
	server  *exec.Cmd
	ended   chan error
	log     bytes.Buffer
}

// Start makes a cluster in a temporary folder and starts it, as another user where this one is root, because PostgreSQL refuses
// root. Durable ones wait for the disk at each commit, as a real one does.
func Start(durable bool) (*Cluster, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "lwpg") // short: the path of a socket has at most 107 bytes
	if err != nil {
		return nil, err
	}
	c := &Cluster{dir: dir, bin: bin, durable: durable, DSN: "postgres://lanewise@/postgres?host=" + dir}
	if err := errors.Join(own(dir), c.init()); err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	if err := c.Restart(); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

func (c *Cluster) init() error {
	cmd := exec.Command(filepath.Join(c.bin, "initdb"), "-D", filepath.Join(c.dir, "data"), "-U", "lanewise", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	cmd.Dir = c.dir
	cmd.SysProcAttr = asOther()
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return nil
}

// Restart starts a cluster that is not running and waits until it answers.
func (c *Cluster) Restart() error {
	fsync := "off"
	if c.durable {
		fsync = "on"
	}
	c.server = exec.Command(filepath.Join(c.bin, "postgres"), "-D", filepath.Join(c.dir, "data"), "-k", c.dir, "-c", "listen_addresses=",
		"-c", "fsync="+fsync, "-c", "shared_buffers=32MB", "-c", "max_connections=120", "-c", "log_min_messages=warning")
	c.server.Dir, c.server.SysProcAttr = c.dir, asOther()
	c.server.Stderr = &c.log
	c.ended = make(chan error, 1)
	started := make(chan error)
	go func() {
		// The server ends with the thread that started it, so this one must stay.
		runtime.LockOSThread()
		err := c.server.Start()
		started <- err
		if err == nil {
			c.ended <- c.server.Wait()
		}
	}()
	if err := <-started; err != nil {
		c.server = nil
		return err
	}
	return c.await()
}

func (c *Cluster) await() error {
	db, err := sql.Open("pgx", c.DSN)
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for {
		if err = db.PingContext(ctx); err == nil {
			return nil
		}
		select {
		case <-c.ended:
			c.server = nil
			return fmt.Errorf("postgres ended: %s", c.log.String())
		case <-ctx.Done():
			return errors.Join(err, ctx.Err())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// Crash ends the server at once, without a checkpoint, as a failure would.
func (c *Cluster) Crash() { c.stop(syscall.SIGQUIT) }

// Close stops the server and removes its folder.
func (c *Cluster) Close() {
	c.stop(syscall.SIGINT)
	os.RemoveAll(c.dir)
}

func (c *Cluster) stop(signal os.Signal) {
	if c.server == nil {
		return
	}
	c.server.Process.Signal(signal)
	select {
	case <-c.ended:
	case <-time.After(20 * time.Second):
		c.server.Process.Kill()
		<-c.ended
	}
	c.server = nil
}
