package org.xinfu.hsm.wire;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.xinfu.hsm.store.StoreBroken;
import org.xinfu.hsm.token.Device;

/** Listens on the Unix socket (mode 0600); one thread per connection of the library. */
public final class UnixServer implements AutoCloseable {
  private static final int BACKLOG = 256;

  private final Path socket;
  private final ServerSocketChannel listener;
  private final Calls calls;
  private final Device device;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private UnixServer(Path socket, ServerSocketChannel listener, Device device) {
    this.socket = socket;
    this.listener = listener;
    this.device = device;
    this.calls = new Calls(device);
  }

  /** A socket file that a killed device left is replaced: whoever calls holds the store's lock. */
  public static UnixServer listen(Path socket, Device device) {
    try {
      Files.deleteIfExists(socket);
      ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      listener.bind(UnixDomainSocketAddress.of(socket), BACKLOG);
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
      UnixServer server = new UnixServer(socket, listener, device);
      server.daemon(server::accept, "hsm-accept");
      return server;
    } catch (IOException e) {
      throw new StoreBroken("cannot listen on " + socket, e);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    listener.close();
    Files.deleteIfExists(socket);
    for (SocketChannel channel : open) channel.close();
  }

  private void accept() {
    while (!closed) {
      try {
        SocketChannel channel = listener.accept();
        open.add(channel);
        daemon(() -> serve(channel), "hsm-connection");
      } catch (IOException e) {
        if (!closed) pause(); // out of file descriptors: those in use come back
      }
    }
  }

  private void serve(SocketChannel channel) {
    try (channel) {
      if (!closed) new Connection(channel, device, calls).run();
    } catch (IOException e) {
      // The client is gone; its sessions end with its last connection.
    } finally {
      open.remove(channel);
    }
  }

  private void daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
