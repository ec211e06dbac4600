package org.xinfu.idp.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.xinfu.idp.domain.Aal;
import org.xinfu.idp.domain.Factor;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.TestNumbers;

/** The fictitious persons, the same on every server and always. */
public enum TestPerson {
  UNVERIFIED(1, "测试一（样例）", Ial.IAL1, Aal.AAL1),
  VERIFIED(2, "测试二（样例）", Ial.IAL2, Aal.AAL1),
  VERIFIED_TWO_FACTORS(3, "测试三（样例）", Ial.IAL2, Aal.AAL2),
  VERIFIED_DEVICE(4, "测试四（样例）", Ial.IAL2, Aal.AAL3),
  IN_PERSON(5, "测试五（样例）", Ial.IAL3, Aal.AAL2),
  IN_PERSON_DEVICE(6, "测试六（样例）", Ial.IAL3, Aal.AAL3),
  MINOR(7, "测试少年（样例）", Ial.IAL2, Aal.AAL1),
  FOREIGNER(8, "TEST SPECIMEN（样例）", Ial.IAL2, Aal.AAL2),
  /** Acts for the fictitious company as its legal representative. */
  REPRESENTATIVE(9, "测试法人（样例）", Ial.IAL2, Aal.AAL2),
  /** Acts for it by the representative's mandate. */
  AGENT(10, "测试经办（样例）", Ial.IAL2, Aal.AAL2),
  /** Sits at a fictitious department's counter. */
  CLERK(11, "测试窗口（样例）", Ial.IAL1, Aal.AAL2);

  private final int order;
  private final String display;
  private final Ial known;
  private final Aal shown;

  TestPerson(int order, String display, Ial known, Aal shown) {
    this.order = order;
    this.display = display;
    this.known = known;
    this.shown = shown;
  }

  /** By its name. */
  static Optional<TestPerson> parse(String name) {
    return Arrays.stream(values()).filter(one -> one.name().equals(name)).findFirst();
  }

  /** The name, marked as nobody's. */
  public String display() {
    return display;
  }

  /** How well it is said to be known who they are. */
  public Ial known() {
    return known;
  }

  /** How strongly they log in unless asked otherwise. */
  public Aal shown() {
    return shown;
  }

  /** The account's id, the same on every server. */
  public String account() {
    return id(name());
  }

  static String id(String name) {
    byte[] stable = ("xinfu sandbox " + name).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(stable).toString();
  }

  /** Login name; nobody knows its password. */
  String login() {
    return "sandbox-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The minor is one until 2038. */
  LocalDate birth() {
    return this == MINOR ? LocalDate.of(2020, 1, 1) : LocalDate.of(1990, 1, 1).plusDays(order);
  }

  /** The document that they are said to have shown. */
  public IdDocument document(TestNumbers numbers) {
    return this == FOREIGNER ? numbers.passport(order) : numbers.citizen(birth(), 100 + order);
  }

  /** The factor that stands for a login of that strength. */
  static Factor factor(Aal wanted) {
    return switch (wanted) {
      case AAL1 -> Factor.TEST;
      case AAL2 -> Factor.TEST_TWO_FACTORS;
      case AAL3 -> Factor.TEST_DEVICE;
    };
  }
}
