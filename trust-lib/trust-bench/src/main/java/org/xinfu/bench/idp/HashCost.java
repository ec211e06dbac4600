package org.xinfu.bench.idp;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * What one password check costs by our defaults: Argon2id, 19 MiB, two passes, one lane, by Bouncy
 * Castle in Java, as both servers compute it. It is nobody's merit: the logins that are compared
 * check their passwords at the least cost there is ({@link Xinfu#CHEAP_MEMORY_KIB}), and this is
 * what comes on top. Its garbage is counted too.
 */
final class HashCost {
  private static final int MEMORY_KIB = 19 * 1024;
  private static final int PASSES = 2;

  private HashCost() {}

  /** Milliseconds of processor time for one, over so many seconds of hashing. */
  static double milliseconds(double seconds) {
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    long before = process.getProcessCpuTime();
    int done = 0;
    int seen = 0;
    while (System.nanoTime() < end) {
      seen |= hash()[0];
      done++;
    }
    if (seen == 0 && done > 1000) {
      throw new IllegalStateException("a hash that is always zero");
    }
    return (process.getProcessCpuTime() - before) / 1e6 / done;
  }

  private static byte[] hash() {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withSalt(new byte[16])
            .withMemoryAsKB(MEMORY_KIB)
            .withIterations(PASSES)
            .withParallelism(1)
            .build());
    byte[] out = new byte[32];
    generator.generateBytes("a password".getBytes(StandardCharsets.UTF_8), out);
    return out;
  }
}
