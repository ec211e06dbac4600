package org.xinfu.hsm.token;

/** One C_Initialize of one process: login state and sessions are its own (clause 2.4). */
public final class Application {
  private final long id;
  private int connections;

  Application(long id) {
    this.id = id;
  }

  long id() {
    return id;
  }

  /** Guarded by the device. */
  int connections(int change) {
    connections += change;
    return connections;
  }
}
