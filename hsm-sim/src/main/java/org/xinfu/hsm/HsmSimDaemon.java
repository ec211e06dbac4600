package org.xinfu.hsm;

import java.util.concurrent.CountDownLatch;
import org.xinfu.hsm.store.StoreBroken;

/**
 * The simulator as a process: makes what is missing, says that it is ready, serves until SIGTERM.
 */
public final class HsmSimDaemon {
  private static final int USAGE = 64;
  private static final int FAILED = 1;

  private HsmSimDaemon() {}

  public static void main(String[] args) throws InterruptedException {
    DaemonOptions options;
    try {
      options = DaemonOptions.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("hsm-sim: " + e.getMessage() + "\n" + DaemonOptions.USAGE);
      System.exit(USAGE);
      return;
    }
    try {
      serve(options);
    } catch (StoreBroken | IllegalStateException | IllegalArgumentException e) {
      System.err.println("hsm-sim: " + e.getMessage());
      System.exit(FAILED);
    }
  }

  private static void serve(DaemonOptions options) throws InterruptedException {
    Credentials credentials = new Credentials(options.credentials());
    TokenSpec[] tokens =
        options.tokens().stream().map(credentials::token).toArray(TokenSpec[]::new);
    HsmSim sim = HsmSim.start(options.directory(), options.profile(), tokens);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  sim.close();
                  stopped.countDown();
                },
                "hsm-stop"));
    String admin = "";
    if (options.adminPort() != DaemonOptions.NO_PORT) {
      admin =
          " admin=http://localhost:" + AdminHttp.listen(options.adminPort(), sim.device()).port();
    }
    System.out.println(
        "hsm-sim ready: library="
            + sim.library()
            + " tokens="
            + String.join(",", options.tokens())
            + admin);
    stopped.await();
  }
}
