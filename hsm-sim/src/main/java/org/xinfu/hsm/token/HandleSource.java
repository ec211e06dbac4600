package org.xinfu.hsm.token;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Handles of sessions and objects. They start elsewhere at each start of the device, so that a
 * client that keeps one over a restart is told so instead of meeting another object.
 */
final class HandleSource {
  private final AtomicLong next;

  HandleSource(SecureRandom random) {
    next = new AtomicLong((1L + random.nextInt(1 << 30)) << 24);
  }

  long next() {
    return next.getAndIncrement();
  }
}
