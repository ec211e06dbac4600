package org.xinfu.idp.mandate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.AccountKind;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.idp.domain.mandate.Chain;
import org.xinfu.idp.domain.mandate.EntityRegistry;
import org.xinfu.idp.domain.mandate.EntityRole;
import org.xinfu.idp.domain.mandate.Extent;
import org.xinfu.idp.domain.mandate.LegalEntity;
import org.xinfu.idp.domain.mandate.Mandate;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.domain.mandate.Mandates.Enrolled;
import org.xinfu.idp.domain.mandate.Region;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/** When a representative's mandate is renewed, and by whose word. */
class RenewMandateTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant BEGAN = NOW.minus(Duration.ofDays(1800));
  private static final Instant ENDS = NOW.plus(Duration.ofDays(30));
  private static final Duration LIFE = Duration.ofDays(1825);
  private static final Duration WITHIN = Duration.ofDays(30);
  private static final UnifiedSocialCreditCode CODE =
      UnifiedSocialCreditCode.complete("91510000MA0000001");

  private final Account person = account("person");
  private final List<String> counted = new ArrayList<>();
  private final List<String> booked = new ArrayList<>();
  private final List<Map<String, Object>> evidence = new ArrayList<>();
  private final List<Mandates.Renewal> written = new ArrayList<>();
  private final List<Enrolled> answers = new ArrayList<>();
  private Chain chain = chain(root(ENDS));
  private Duration life = LIFE;
  private Ial level = Ial.IAL2;
  private String spent = "nothing";
  private LegalEntity.Status status = LegalEntity.Status.ACTIVE;
  private Supplier<Boolean> named = () -> true;
  private int asked;

  @Test
  void the_registrys_word_of_now_lets_it_end_later_and_changes_nothing_else() {
    assertThat(renew()).isEqualTo("done");
    Mandate renewed = written.getLast().mandate();
    assertThat(renewed.id()).isEqualTo("root");
    assertThat(renewed.personId()).isEqualTo("person");
    assertThat(renewed.marks()).isEqualTo(chain.mandate().marks());
    assertThat(renewed.extent())
        .isEqualTo(
            new Extent(
                Set.of(Extent.ANY), Region.EVERYWHERE, BEGAN, NOW.plus(LIFE), Extent.DEEPEST));
    assertThat(renewed.evidence()).isEqualTo("signed");
    assertThat(written.getLast().endsBy()).isEqualTo(NOW.plus(WITHIN));
    assertThat(evidence.getLast())
        .containsEntry("jti", "root")
        .containsEntry("iat", NOW)
        .containsEntry("nbf", BEGAN)
        .containsEntry("exp", NOW.plus(LIFE))
        .containsEntry("source", "registry")
        .containsEntry("reference", "r-1");
    assertThat(counted).containsExactly("entity by person");
    assertThat(booked).containsExactly("person mandate-renewal-asked done");
  }

  @Test
  void nobody_renews_before_the_time_or_what_does_not_stand() {
    chain = chain(root(ENDS.plusSeconds(1)));
    assertThat(renew()).isEqualTo("renewal-early");
    chain = chain(root(NOW));
    assertThat(renew()).as("over").isEqualTo("mandate-not-active");
    Mandate root = root(ENDS);
    for (Mandate.Marks marks :
        List.of(new Mandate.Marks(BEGAN, NOW, null), new Mandate.Marks(BEGAN, null, NOW))) {
      chain = chain(marked(root, marks));
      assertThat(renew()).as(marks.toString()).isEqualTo("mandate-not-active");
    }
    chain = new Chain(entity(LegalEntity.Status.SUSPENDED), List.of(root));
    assertThat(renew()).isEqualTo("mandate-not-active");
    chain = chain(root);
    life = Duration.ofDays(30);
    assertThat(renew()).as("it would end no later").isEqualTo("renewal-early");
    life = Duration.ofDays(31);
    assertThat(renew()).isEqualTo("done");
    assertThat(asked).isOne();
    assertThat(written).hasSize(1);
  }

  @Test
  void what_is_no_representatives_own_is_not_known() {
    Mandate root = root(ENDS);
    Mandate below =
        new Mandate(
            "below",
            root.entityId(),
            "person",
            "root",
            EntityRole.AGENT,
            root.extent(),
            root.marks(),
            "");
    chain = new Chain(entity(LegalEntity.Status.ACTIVE), List.of(below, root));
    assertThat(renew()).isEqualTo("mandate-unknown");
    chain = chain(root);
    assertThat(useCase().renew(account("other"), "root")).isEqualTo("mandate-unknown");
    assertThat(useCase().renew(person, "none")).isEqualTo("mandate-unknown");
    assertThat(asked).isZero();
    assertThat(booked)
        .containsExactly(
            "person mandate-renewal-asked mandate-unknown",
            "other mandate-renewal-asked mandate-unknown",
            "person mandate-renewal-asked mandate-unknown");
  }

  @Test
  void the_registry_and_the_person_are_judged_as_at_first() {
    level = Ial.IAL1;
    assertThat(renew()).isEqualTo("not-verified");
    level = Ial.IAL2;
    spent = "entity by person";
    assertThat(renew()).isEqualTo("limited");
    assertThat(asked).isZero();
    spent = "nothing";
    named = () -> false;
    assertThat(renew()).as("another represents it now").isEqualTo("not-matched");
    named = () -> true;
    status = LegalEntity.Status.SUSPENDED;
    assertThat(renew()).isEqualTo("not-active");
    status = LegalEntity.Status.ACTIVE;
    named =
        () -> {
          throw new EntityRegistry.Unavailable("away", null);
        };
    assertThat(renew()).isEqualTo("unavailable");
    assertThat(written).isEmpty();
    assertThat(booked).hasSize(5).last().isEqualTo("person mandate-renewal-asked unavailable");
  }

  @Test
  void what_is_overtaken_is_asked_again_and_what_is_stale_is_not() {
    answers.addAll(List.of(Enrolled.OVERTAKEN, Enrolled.OVERTAKEN));
    assertThat(renew()).isEqualTo("done");
    assertThat(asked).isEqualTo(3);
    answers.add(Enrolled.STALE);
    assertThat(renew()).isEqualTo("unavailable");
    assertThat(asked).isEqualTo(4);
  }

  /** In another browser, or by an office. */
  @Test
  void what_happened_while_the_registry_was_asked_is_told() {
    answers.add(Enrolled.KNOWN);
    named = () -> becomes(root(NOW.plus(LIFE)));
    assertThat(renew()).isEqualTo("renewal-early");
    chain = chain(root(ENDS));
    answers.add(Enrolled.KNOWN);
    named = () -> becomes(marked(root(ENDS), new Mandate.Marks(BEGAN, NOW, null)));
    assertThat(renew()).isEqualTo("mandate-not-active");
  }

  private boolean becomes(Mandate root) {
    chain = chain(root);
    return true;
  }

  private String renew() {
    return useCase().renew(person, chain.mandate().id());
  }

  private RenewMandate useCase() {
    JwtEncoder encoder =
        in -> {
          Map<String, Object> claims = in.getClaims().getClaims();
          evidence.add(claims);
          return new Jwt("signed", NOW, NOW.plus(LIFE), Map.of("alg", "none"), claims);
        };
    Map<String, Function<Object[], @Nullable Object>> says =
        Map.of(
            "chain",
            in -> Optional.of(chain).filter(one -> one.mandate().id().equals(in[0])),
            "position",
            in -> 5L,
            "renew",
            this::renewed);
    return new RenewMandate(
        new Registry(),
        Ports.fake(Mandates.class, says),
        new RegisterEntity.Known(
            Ports.fake(
                Proofs.class,
                Map.of(
                    "document",
                    in -> IdDocument.parse(IdDocument.Type.CITIZEN_ID, "51000019800101011X"))),
            Ports.fake(IdentityLevels.class, Map.of("of", in -> level))),
        new RenewMandate.Terms(
            new RegisterEntity.Part(
                new MandateEvidence(encoder, "https://idp.example"),
                (lines, at) -> {
                  lines.forEach(line -> counted.add(line.key()));
                  return lines.stream().noneMatch(line -> line.key().startsWith(spent));
                },
                book(),
                Clock.fixed(NOW, ZoneOffset.UTC),
                life),
            WITHIN));
  }

  private Enrolled renewed(Object[] in) {
    assertThat(((LegalEntity) in[0]).id()).as("the same entity as ever").isEqualTo("ours");
    assertThat(in[2]).isEqualTo(new Mandates.Heard(5, NOW));
    Enrolled answer = answers.isEmpty() ? Enrolled.DONE : answers.removeFirst();
    if (answer == Enrolled.DONE) {
      written.add((Mandates.Renewal) in[1]);
    }
    return answer;
  }

  private IdpAudit book() {
    return (client, subject, fact) -> booked.add(subject + " " + fact.act() + " " + fact.outcome());
  }

  private final class Registry implements EntityRegistry {
    @Override
    public Optional<Extract> look(UnifiedSocialCreditCode code, Person claimed) {
      asked++;
      LegalEntity said =
          new LegalEntity("registry's", LegalEntity.Kind.ENTERPRISE, code, "样例企业", status);
      return named.get()
          ? Optional.of(new Extract("registry", "r-1", NOW, said))
          : Optional.empty();
    }

    @Override
    public Optional<Extract> licence(
        UnifiedSocialCreditCode code, org.xinfu.trust.Bytes key, Person claimed) {
      throw new AssertionError("no licence is shown");
    }

    @Override
    public List<Noted> changes(long after, long skip) {
      return List.of();
    }
  }

  private static Mandate root(Instant until) {
    return new Mandate(
        "root",
        "ours",
        "person",
        null,
        EntityRole.LEGAL_REPRESENTATIVE,
        new Extent(Set.of(Extent.ANY), Region.EVERYWHERE, BEGAN, until, Extent.DEEPEST),
        new Mandate.Marks(BEGAN, null, null),
        "before");
  }

  private static Mandate marked(Mandate one, Mandate.Marks marks) {
    return new Mandate(
        one.id(),
        one.entityId(),
        one.personId(),
        one.parentId(),
        one.role(),
        one.extent(),
        marks,
        one.evidence());
  }

  private static Chain chain(Mandate root) {
    return new Chain(entity(LegalEntity.Status.ACTIVE), List.of(root));
  }

  private static LegalEntity entity(LegalEntity.Status status) {
    return new LegalEntity("ours", LegalEntity.Kind.ENTERPRISE, CODE, "样例企业", status);
  }

  private static Account account(String id) {
    return new Account(id, AccountKind.PERSON, id, "样例", null, Set.of(), true, 0);
  }
}
