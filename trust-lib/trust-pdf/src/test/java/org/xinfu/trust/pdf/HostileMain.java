package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;

/** Runs the hostile documents of test classes in a process of its own, whose heap is small. */
final class HostileMain {
  /** In this program code is compiled once and simply, so that it takes longer. */
  private static final String SLOWLY = "xinfu.hostile.slowly";

  private HostileMain() {}

  /** The tests of the named classes, but for those that start this program. */
  public static void main(String[] classes) throws ReflectiveOperationException {
    System.setProperty(SLOWLY, "");
    for (String name : classes) {
      for (Method test : Class.forName(name).getDeclaredMethods()) {
        if (test.isAnnotationPresent(Test.class) && !test.getName().startsWith("allOfIt")) {
          var constructor = Class.forName(name).getDeclaredConstructor();
          constructor.setAccessible(true);
          test.setAccessible(true);
          test.invoke(constructor.newInstance());
          System.out.println("held: " + test.getName());
        }
      }
    }
  }

  /** The verdict, which is not VALID, and came soon. */
  static DocumentReport verify(Bytes pdf) {
    DocumentReport report = soon(pdf);
    assertThat(report.conclusion()).isNotEqualTo(Conclusion.VALID);
    return report;
  }

  /** The verdict within two seconds of this thread's own time, since machines are shared. */
  static DocumentReport soon(Bytes pdf) {
    Duration most = Duration.ofSeconds(System.getProperty(SLOWLY) == null ? 2 : 8);
    long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    DocumentReport report = new PdfVerifier().verify(DocumentSource.of(pdf), PdfFixtures.POLICY);
    long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin;
    assertThat(Duration.ofNanos(spent)).as("%d octets", pdf.length()).isLessThan(most);
    return report;
  }
}
