package org.xinfu.kit;

import java.util.List;

/**
 * A rule of a service says no: a value, never an accident. A feature declares its refusals as an
 * enum or a sealed interface that extends this; the sentences live in {@code problems.properties}
 * (en) and {@code problems_zh.properties} under the code.
 */
public interface Refusal {
  /** Stable kebab-case code; the same in HTTP, logs and audit rows. */
  String code();

  /** HTTP status, 400..499. */
  int status();

  /** Values for {@code {0}}, {@code {1}} … of the sentence; never secrets. */
  default List<String> arguments() {
    return List.of();
  }
}
