package org.xinfu.bench.idp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * A person leaves after having been at many services: how long until the last of them has its
 * logout token (Back-Channel Logout 1.0).
 */
final class Farewell implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final HttpServer services;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  Farewell() throws IOException {
    services = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
    services.createContext("/", this::receive);
    services.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    services.start();
  }

  /** {@code host:port} of all of them. */
  String host() {
    return "127.0.0.1:" + services.getAddress().getPort();
  }

  /** Registers the services, visits each of them and leaves: seconds until all have been told. */
  double seconds(Xinfu idp, int count) throws Exception {
    Visit browser = idp.enter();
    prepare(idp, count);
    told.clear();
    long start = System.nanoTime();
    idp.leave(browser);
    while (told.size() < count) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new IOException("told " + told.size() + " of " + count + " services");
      }
      Thread.sleep(2);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** Copies of one service that differ in where they are told. */
  private void prepare(Xinfu idp, int count) throws SQLException {
    try (Connection connection = idp.database.connect();
        Statement statement = connection.createStatement()) {
      String numbers = " FROM %s t, generate_series(1, " + count + ") i, LATERAL ";
      statement.execute(
          "INSERT INTO client SELECT r.*"
              + numbers.formatted("client")
              + "jsonb_populate_record(t, jsonb_build_object('id', 'bench-' || i)) r"
              + " WHERE t.id = 'seal-console' ON CONFLICT DO NOTHING");
      statement.execute(
          "INSERT INTO client_registration (client_id, backchannel_logout_uri)"
              + " SELECT 'bench-' || i, 'http://"
              + host()
              + "/' || i FROM generate_series(1, "
              + count
              + ") i ON CONFLICT DO NOTHING");
      statement.execute(
          "INSERT INTO rp_session SELECT r.* FROM (SELECT * FROM rp_session ORDER BY last_at DESC"
              + " LIMIT 1) t, generate_series(1, "
              + count
              + ") i, LATERAL jsonb_populate_record(t::rp_session,"
              + " jsonb_build_object('client_id', 'bench-' || i)) r");
    }
  }

  private void receive(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    boolean token =
        new String(body, java.nio.charset.StandardCharsets.UTF_8).startsWith("logout_token=ey");
    if (token) {
      told.add(exchange.getRequestURI().getPath());
    }
    exchange.sendResponseHeaders(token ? 200 : 400, -1);
    exchange.close();
  }

  @Override
  public void close() {
    services.stop(0);
  }
}
