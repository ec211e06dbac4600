package org.xinfu.idp.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.xinfu.idp.domain.TestNumbers;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.idp.domain.mandate.Chain;
import org.xinfu.idp.domain.mandate.EntityRole;
import org.xinfu.idp.domain.mandate.Extent;
import org.xinfu.idp.domain.mandate.LegalEntity;
import org.xinfu.idp.domain.mandate.Mandate;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.domain.mandate.Region;
import org.xinfu.idp.domain.mandate.Standing;
import org.xinfu.idp.mandate.MandateEvidence;

/** The fictitious company: whoever represents it and whoever acts by mandate. */
public final class TestCompany {
  private static final String NAME = "四川测试有限公司（样例）";
  private static final Duration LIFE = Duration.ofDays(3650);

  private final Mandates mandates;
  private final TestNumbers numbers;
  private final Part part;

  /**
   * The world around.
   *
   * @param enclose puts the company on the fictitious side
   */
  public record Part(Consumer<String> enclose, MandateEvidence evidence, Clock clock) {}

  public TestCompany(Mandates mandates, TestNumbers numbers, Part part) {
    this.mandates = mandates;
    this.numbers = numbers;
    this.part = part;
  }

  /** The representative's own mandate. */
  Acting representative(String person) {
    LegalEntity company = company();
    return standing(person, EntityRole.LEGAL_REPRESENTATIVE)
        .orElseGet(
            () -> {
              part.enclose().accept(company.id());
              Mandate root = mandate(person, null, EntityRole.LEGAL_REPRESENTATIVE, Extent.DEEPEST);
              Mandate signed = signed(root.acceptedAt(now()));
              // Asked last: no registry speaks of this company, and signing takes its time.
              Mandates.Heard heard = new Mandates.Heard(mandates.position(), now());
              if (mandates.enrol(company, signed, heard) != Mandates.Enrolled.DONE) {
                throw new IllegalStateException("the company is enrolled by somebody else");
              }
              return acting(root);
            });
  }

  /** A mandate for one matter in the whole province. */
  Acting agent(String person) {
    return standing(person, EntityRole.AGENT)
        .orElseGet(
            () -> {
              String under = mandates.representative(company().id()).orElseThrow().mandate().id();
              Mandate mandate = mandate(person, under, EntityRole.AGENT, 0);
              if (!mandates.add(signed(mandate), now())
                  || !mandates.accept(mandate.id(), person, now())) {
                throw new IllegalStateException("the company gives no mandate");
              }
              return acting(mandate);
            });
  }

  private Optional<Acting> standing(String person, EntityRole role) {
    return mandates.page(new Mandates.Search(company().id(), person, "", 100)).stream()
        .filter(chain -> chain.mandate().role() == role)
        .filter(chain -> chain.standing(now()) == Standing.ACTIVE)
        .map(Chain::mandate)
        .map(TestCompany::acting)
        .findFirst();
  }

  private LegalEntity company() {
    return new LegalEntity(
        TestPerson.id("COMPANY"),
        LegalEntity.Kind.ENTERPRISE,
        numbers.company(1),
        NAME,
        LegalEntity.Status.ACTIVE);
  }

  private Mandate mandate(
      String person, @org.jspecify.annotations.Nullable String under, EntityRole role, int depth) {
    Region region = under == null ? Region.EVERYWHERE : new Region("510000");
    Set<String> matters = under == null ? Set.of(Extent.ANY) : Set.of("test-matter");
    // A mandate ends no later than the one that it is given under.
    Duration life = under == null ? LIFE : LIFE.minusDays(30);
    Extent extent = new Extent(matters, region, now(), now().plus(life), depth);
    return new Mandate(
        UUID.randomUUID().toString(),
        company().id(),
        person,
        under,
        role,
        extent,
        Mandate.Marks.OFFERED,
        "");
  }

  private Mandate signed(Mandate mandate) {
    return part.evidence().sandbox(company(), mandate, now());
  }

  private static Acting acting(Mandate mandate) {
    return new Acting(mandate.personId(), mandate.entityId(), mandate.id());
  }

  private Instant now() {
    return part.clock().instant();
  }
}
