package org.xinfu.idp;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * What requests ask of the database from now on, as Spring's templates log it; what the server does
 * by itself is not counted. Deterministic, however busy the machine is.
 */
final class SqlLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private static final String STATEMENT = "Executing prepared SQL statement [";
  private static final String BEGIN = "Creating new transaction";
  private static final String COMMIT = "Initiating transaction commit";

  private final List<Logger> loggers =
      List.of(logger(JdbcTemplate.class), logger(JdbcTransactionManager.class));
  private final List<String> statements = new ArrayList<>();
  private final Set<String> open = new HashSet<>();
  private int commits;

  SqlLog() {
    start();
    for (Logger logger : loggers) {
      logger.setLevel(Level.DEBUG);
      logger.setAdditive(false);
      logger.addAppender(this);
    }
  }

  @Override
  protected synchronized void append(ILoggingEvent event) {
    String request = event.getMDCPropertyMap().get("requestId");
    if (request == null) {
      return;
    }
    String message = event.getFormattedMessage();
    if (message.startsWith(STATEMENT)) {
      String sql = message.substring(STATEMENT.length()).strip();
      statements.add(sql);
      if (!open.contains(request) && !sql.toUpperCase(Locale.ROOT).startsWith("SELECT")) {
        commits++; // by itself
      }
    } else if (message.startsWith(BEGIN)) {
      open.add(request);
    } else if (message.startsWith(COMMIT)) {
      open.remove(request);
      commits++;
    }
  }

  synchronized List<String> statements() {
    return List.copyOf(statements);
  }

  /** How often something was written for good, each time with a wait for the disk. */
  synchronized int commits() {
    return commits;
  }

  @Override
  public void close() {
    for (Logger logger : loggers) {
      logger.detachAppender(this);
      logger.setAdditive(true);
      logger.setLevel(null);
    }
    stop();
  }

  private static Logger logger(Class<?> type) {
    return (Logger) LoggerFactory.getLogger(type);
  }
}
