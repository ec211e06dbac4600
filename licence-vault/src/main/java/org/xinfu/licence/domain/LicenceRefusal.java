package org.xinfu.licence.domain;

import java.util.List;
import java.util.Locale;
import org.xinfu.kit.Refusal;

/** A rule of the vault says no. */
public sealed interface LicenceRefusal extends Refusal {
  /** Rules, each with its status. */
  enum Rule {
    TYPE_UNKNOWN(422),
    TYPE_NOT_ISSUED_HERE(422),
    TYPE_NOT_DEPOSITED(422),
    MISSING_GLYPH(422),
    NOT_YOUR_ORGANISATION(403),
    IDENTIFIER_TAKEN(409),
    LICENCE_NOT_FOUND(404),
    LICENCE_NOT_CURRENT(409),
    SEALING_REFUSED(422),
    FILE_WITHOUT_IDENTIFIER(422),
    FILE_DIFFERS_FROM_RECORD(422),
    PURPOSE_REQUIRED(400),
    HOLDER_NOT_PROVEN(403);

    private final int status;

    Rule(int status) {
      this.status = status;
    }
  }

  /** A rule was broken; the arguments go into its sentence. */
  record Broken(Rule rule, List<String> arguments) implements LicenceRefusal {
    public Broken {
      arguments = List.copyOf(arguments);
    }

    @Override
    public String code() {
      return rule.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public int status() {
      return rule.status;
    }
  }

  /** Fields do not satisfy the licence type. */
  record Faulty(List<Fault> faults) implements LicenceRefusal {
    public Faulty {
      faults = List.copyOf(faults);
    }

    @Override
    public String code() {
      return "fields-wrong";
    }

    @Override
    public int status() {
      return 422;
    }
  }

  /**
   * One wrong field.
   *
   * @param field path in the request, e.g. {@code holders[0].id}
   * @param fault kebab-case code: missing, unknown, too-long, not-a-number …
   */
  record Fault(String field, String fault) {}

  static LicenceRefusal of(Rule rule, String... arguments) {
    return new Broken(rule, List.of(arguments));
  }
}
