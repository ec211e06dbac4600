package org.xinfu.bench.idp;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A contender whose works are counted, to be held against what its database keeps of them. */
final class Counted implements Contender {
  private final Contender one;
  private final AtomicLong logins = new AtomicLong();
  private final AtomicLong machineTokens = new AtomicLong();

  Counted(Contender one) {
    this.one = one;
  }

  @Override
  public String name() {
    return one.name();
  }

  @Override
  public void machineToken() throws Exception {
    one.machineToken();
    machineTokens.incrementAndGet();
  }

  @Override
  public void login() throws Exception {
    one.login();
    logins.incrementAndGet();
  }

  @Override
  public List<Long> processes() {
    return one.processes();
  }

  @Override
  public Works kept() throws Exception {
    return one.kept();
  }

  /** Fails unless a record is kept of each login, each exchange of a code, each machine's token. */
  void assertKept() throws Exception {
    assertKept(new Works(logins.get(), logins.get(), machineTokens.get()));
  }

  /** Fails unless nothing is kept. */
  void assertForgot() throws Exception {
    assertKept(new Works(0, 0, 0));
  }

  private void assertKept(Works wanted) throws Exception {
    Works kept = kept();
    if (!kept.equals(wanted)) {
      throw new IllegalStateException(name() + " keeps " + kept + " and not " + wanted);
    }
  }

  @Override
  public void close() {
    one.close();
  }
}
