package org.xinfu.trust.client.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.xinfu.trust.fetch.FetchLimits;

/**
 * A connection to a pinned address, closed when the time is up whatever it is doing: a time limit
 * per read would let a server drip for ever. No proxy is asked.
 */
final class Connection implements Closeable {
  private final Socket socket;
  private final CompletableFuture<Void> watch;

  private Connection(Socket socket, CompletableFuture<Void> watch) {
    this.socket = socket;
    this.watch = watch;
  }

  static Connection open(URI uri, InetAddress address, SSLSocketFactory tls, Deadline deadline)
      throws IOException, FetchFailure {
    Executor later =
        CompletableFuture.delayedExecutor(deadline.left(), TimeUnit.MILLISECONDS, Runnable::run);
    Socket plain = new Socket(Proxy.NO_PROXY);
    CompletableFuture<Void> watch = CompletableFuture.runAsync(() -> close(plain), later);
    Connection connection = new Connection(plain, watch);
    try {
      plain.connect(new InetSocketAddress(address, FetchLimits.port(uri)), deadline.left());
      return "https".equalsIgnoreCase(uri.getScheme())
          ? new Connection(secure(plain, uri, tls), watch)
          : connection;
    } catch (IOException | FetchFailure e) {
      connection.close();
      throw e;
    }
  }

  /** The name of the URL is checked in the certificate, although the address was pinned. */
  private static Socket secure(Socket plain, URI uri, SSLSocketFactory tls) throws IOException {
    SSLSocket socket =
        (SSLSocket) tls.createSocket(plain, uri.getHost(), FetchLimits.port(uri), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  OutputStream out() throws IOException {
    return socket.getOutputStream();
  }

  InputStream in() throws IOException {
    return socket.getInputStream();
  }

  @Override
  public void close() {
    close(socket);
    watch.cancel(false);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException closedAnyway) {
      // It is closed for us either way; nobody reads from it again.
    }
  }
}
