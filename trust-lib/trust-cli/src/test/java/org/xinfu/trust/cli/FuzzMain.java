package org.xinfu.trust.cli;

import org.xinfu.testkit.FuzzRun;

/** Every parser under hostile input, in a process of its own: seed, tries, seconds. */
final class FuzzMain {
  private FuzzMain() {}

  public static void main(String[] args) {
    FuzzRun run = new FuzzRun(Long.parseLong(args[0]), System.out);
    int failures = run.run(Samples.targets(), Integer.parseInt(args[1]), Long.parseLong(args[2]));
    System.exit(failures == 0 ? 0 : 1);
  }
}
