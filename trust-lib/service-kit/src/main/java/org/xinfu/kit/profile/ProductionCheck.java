package org.xinfu.kit.profile;

import java.util.List;

/** One thing that must not be in production; services contribute beans of this type. */
@FunctionalInterface
public interface ProductionCheck {
  /** What is wrong; empty when nothing is. Called only under the production profile. */
  List<Violation> violations();

  /**
   * Why production refuses to start.
   *
   * @param code stable kebab-case code, e.g. {@code embedded-postgres}
   * @param detail where it is and what to do, in English
   */
  record Violation(String code, String detail) {}
}
