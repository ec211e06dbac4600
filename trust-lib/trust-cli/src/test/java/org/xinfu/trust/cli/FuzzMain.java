package org.xinfu.trust.cli;

import java.util.List;
import java.util.Set;
import org.xinfu.testkit.FuzzRun;
import org.xinfu.testkit.GrownInputs;

/**
 * Every parser under hostile input, in a process of its own: seed, tries, seconds; or {@code
 * grown}.
 */
final class FuzzMain {
  private FuzzMain() {}

  public static void main(String[] args) {
    List<FuzzRun.Target> targets = Samples.targets();
    int failures;
    if (args[0].equals("grown")) {
      // All documents go through one door: "cms" stands for them.
      Set<String> documents = Samples.documents().keySet();
      targets.removeIf(t -> t.name().startsWith("vectors ") || documents.contains(t.name()));
      failures = new FuzzRun(0, System.out).grown(targets, GrownInputs.all());
    } else {
      FuzzRun run = new FuzzRun(Long.parseLong(args[0]), System.out);
      failures = run.run(targets, Integer.parseInt(args[1]), Long.parseLong(args[2]));
    }
    System.exit(failures == 0 ? 0 : 1);
  }
}
