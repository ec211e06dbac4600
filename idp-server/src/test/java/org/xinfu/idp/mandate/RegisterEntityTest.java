package org.xinfu.idp.mandate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.AccountKind;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.idp.domain.mandate.EntityRegistry;
import org.xinfu.idp.domain.mandate.EntityRole;
import org.xinfu.idp.domain.mandate.Extent;
import org.xinfu.idp.domain.mandate.LegalEntity;
import org.xinfu.idp.domain.mandate.LicenceChallenge;
import org.xinfu.idp.domain.mandate.Mandate;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.domain.mandate.Region;
import org.xinfu.idp.mandate.RegisterEntity.Outcome;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.id.UnifiedSocialCreditCode;
import org.xinfu.trust.key.Signer;

/** Who becomes the representative of an entity, by the registry's word and by a licence's key. */
class RegisterEntityTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final Duration LIFE = Duration.ofDays(100);
  private static final String HERE = "https://idp.example";
  private static final UnifiedSocialCreditCode CODE =
      UnifiedSocialCreditCode.complete("91510000MA0000001");

  private final Account person = account("person");
  private final Signer licence = TestPki.seeded("licence").sealSigner("licence");
  private final List<Bytes> keysAsked = new ArrayList<>();
  private final List<Mandate> enrolled = new ArrayList<>();
  private final List<Budgets.Line> counted = new ArrayList<>();
  private final List<Map<String, Object>> evidence = new ArrayList<>();
  private Ial level = Ial.IAL2;
  private Optional<IdDocument> document =
      IdDocument.parse(IdDocument.Type.CITIZEN_ID, "51000019800101011X");
  private String spent = "nothing";
  private Instant now = NOW;
  private Optional<LegalEntity> known = Optional.empty();
  private boolean fresh = true;
  private boolean stale;
  private int asked;
  private long position = 5;
  private long moved;
  private Optional<EntityRegistry.Extract> extract = extract(LegalEntity.Status.ACTIVE);

  @Test
  void only_somebody_whose_identity_is_verified_is_asked_about() {
    level = Ial.IAL1;
    assertThat(register()).isEqualTo(Outcome.NOT_VERIFIED);
    level = Ial.IAL2;
    document = Optional.empty();
    assertThat(register()).isEqualTo(Outcome.NOT_VERIFIED);
    assertThat(asked).isZero();
    assertThat(enrolled).isEmpty();
  }

  @Test
  void tries_are_counted_by_who_asks_and_by_what_nobody_else_may_guess() {
    assertThat(register()).isEqualTo(Outcome.DONE);
    assertThat(counted).extracting(Budgets.Line::key).containsExactly("entity by person");
    assertThat(counted)
        .allMatch(line -> line.limit() == 20 && line.window().equals(Duration.ofDays(1)));
    extract = Optional.empty();
    assertThat(register()).isEqualTo(Outcome.NOT_MATCHED);
    assertThat(counted.getLast().key()).isEqualTo("entity by anybody of " + CODE);
    spent = "entity by anybody of ";
    assertThat(register()).as("told no more").isEqualTo(Outcome.LIMITED);
    extract = extract(LegalEntity.Status.ACTIVE);
    assertThat(register()).as("it costs the representative nothing").isEqualTo(Outcome.DONE);
    spent = "entity by person";
    int before = asked;
    assertThat(register()).isEqualTo(Outcome.LIMITED);
    assertThat(asked).as("nor is the registry asked").isEqualTo(before);
  }

  @Test
  void the_registry_has_to_name_the_person_and_to_let_the_entity_act() {
    extract = Optional.empty();
    assertThat(register()).isEqualTo(Outcome.NOT_MATCHED);
    for (LegalEntity.Status status :
        List.of(LegalEntity.Status.SUSPENDED, LegalEntity.Status.STRUCK_OFF)) {
      extract = extract(status);
      assertThat(register()).isEqualTo(Outcome.NOT_ACTIVE);
    }
    assertThat(enrolled).isEmpty();
    fresh = false;
    extract = extract(LegalEntity.Status.ACTIVE);
    assertThat(register()).isEqualTo(Outcome.KNOWN);
  }

  /** The answer may be of before a change that was followed meanwhile. */
  @Test
  void the_registry_is_asked_again_when_it_has_changed_meanwhile() {
    moved = 7;
    assertThat(register()).isEqualTo(Outcome.DONE);
    assertThat(asked).isEqualTo(3);
    assertThat(enrolled).hasSize(1);
    assertThat(counted).as("one try").hasSize(1);
    moved = 100;
    assertThat(register()).as("it changes too fast").isEqualTo(Outcome.UNAVAILABLE);
    assertThat(enrolled).hasSize(1);
  }

  /** It would stand on pages, in consents, mandates and tokens as that entity's. */
  @Test
  void an_entity_has_a_name_that_reads_as_the_registry_has_it() {
    for (String name :
        List.of("", " ", "四川\u202e样例", "四川\u200b样例", "\u3164", "a\nb", "x".repeat(201))) {
      extract = extract(LegalEntity.Status.ACTIVE, name);
      assertThat(register()).as(name).isEqualTo(Outcome.NAME_UNREADABLE);
    }
    assertThat(enrolled).isEmpty();
    assertThat(asked).as("once each").isEqualTo(7);
  }

  @Test
  void an_answer_of_before_a_change_is_not_asked_for_again() {
    stale = true;
    assertThat(register()).isEqualTo(Outcome.UNAVAILABLE);
    assertThat(asked).isOne();
  }

  @Test
  void the_representatives_mandate_is_for_everything_and_ends() {
    assertThat(register()).isEqualTo(Outcome.DONE);
    Mandate root = enrolled.getLast();
    assertThat(root.entityId()).isEqualTo("registry's");
    assertThat(root.personId()).isEqualTo("person");
    assertThat(root.parentId()).isNull();
    assertThat(root.role()).isEqualTo(EntityRole.LEGAL_REPRESENTATIVE);
    assertThat(root.marks().accepted()).isEqualTo(NOW);
    assertThat(root.extent())
        .isEqualTo(
            new Extent(Set.of(Extent.ANY), Region.EVERYWHERE, NOW, NOW.plus(LIFE), Extent.DEEPEST));
    assertThat(root.evidence()).isEqualTo("signed");
    assertThat(evidence.getLast())
        .containsEntry("use", "mandate-evidence")
        .containsEntry("sub", "registry's")
        .containsEntry("act", Map.of("sub", "person"))
        .containsEntry("org", CODE.value())
        .containsEntry("jti", root.id())
        .containsEntry("nbf", NOW)
        .containsEntry("exp", NOW.plus(LIFE))
        .containsEntry("role", "LEGAL_REPRESENTATIVE")
        .containsEntry("matters", List.of("*"))
        .containsEntry("region", "000000")
        .containsEntry("depth", Extent.DEEPEST)
        .containsEntry("source", "registry")
        .containsEntry("reference", "r-1")
        .doesNotContainKey("parent");
    LegalEntity before = extract.orElseThrow().entity();
    known =
        Optional.of(
            new LegalEntity("ours", before.kind(), CODE, "before", LegalEntity.Status.ACTIVE));
    assertThat(register()).isEqualTo(Outcome.DONE);
    assertThat(enrolled.getLast().entityId()).as("the same entity as ever").isEqualTo("ours");
  }

  @Test
  void a_licences_key_speaks_for_this_login_here_and_now() {
    LicenceLogin login = login(HERE);
    LicenceChallenge challenge = login.challenge(person);
    assertThat(login.present(person, challenge, CODE.value(), signed(challenge)))
        .isEqualTo(Outcome.DONE);
    assertThat(keysAsked).containsExactly(licence.publicKey().encoded());
    assertThat(login.challenge(person).nonce()).as("another").isNotEqualTo(challenge.nonce());

    now = NOW.plus(Duration.ofMinutes(5)).minusMillis(1);
    assertThat(login.present(person, challenge, CODE.value(), signed(challenge)))
        .isEqualTo(Outcome.DONE);
    now = NOW.plus(Duration.ofMinutes(5));
    refused(login, person, challenge, signed(challenge), "too late");
    now = NOW;
    refused(login, account("other"), challenge, signed(challenge), "somebody else's login");
    refused(login("https://other.example"), person, challenge, signed(challenge), "elsewhere");
    for (LicenceChallenge other :
        List.of(
            new LicenceChallenge(HERE, "other", challenge.nonce(), challenge.until()),
            new LicenceChallenge(HERE, "person", "other", challenge.until()),
            new LicenceChallenge(HERE, "person", challenge.nonce(), NOW),
            new LicenceChallenge("x", "person", challenge.nonce(), challenge.until()))) {
      refused(login, person, challenge, signed(other), "another text: " + other);
    }
  }

  @Test
  void what_is_no_signature_of_a_key_opens_nothing() {
    LicenceLogin login = login(HERE);
    LicenceChallenge challenge = login.challenge(person);
    String good = signed(challenge);
    Signer other = TestPki.seeded("another").sealSigner("another");
    String key = text(other.publicKey().encoded());
    String replaced = key + good.substring(good.indexOf('.'));
    for (String bad :
        List.of("", ".", good + ".", good + ".x", key, "*.*", replaced, good + "A".repeat(1000))) {
      refused(login, person, challenge, bad, bad);
    }
    assertThat(login.present(person, challenge, CODE.value(), " " + good + "\n"))
        .isEqualTo(Outcome.DONE);
  }

  private void refused(
      LicenceLogin login, Account by, LicenceChallenge challenge, String shown, String why) {
    keysAsked.clear();
    assertThat(login.present(by, challenge, CODE.value(), shown))
        .as(why)
        .isEqualTo(Outcome.NOT_MATCHED);
    assertThat(keysAsked).as(why).isEmpty();
  }

  private String signed(LicenceChallenge challenge) {
    return text(licence.publicKey().encoded())
        + "."
        + text(licence.sign(Bytes.utf8(challenge.text())));
  }

  private static String text(Bytes octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets.toArray());
  }

  private Outcome register() {
    return useCase().register(person, CODE.value());
  }

  private Mandates.Enrolled enrol(Object[] in) {
    Mandates.Heard heard = (Mandates.Heard) in[2];
    assertThat(heard.at()).as("by the registry's clock").isEqualTo(NOW);
    if (stale) {
      return Mandates.Enrolled.STALE;
    }
    if (heard.position() < moved) {
      position++;
      return Mandates.Enrolled.OVERTAKEN;
    }
    enrolled.add((Mandate) in[1]);
    return fresh ? Mandates.Enrolled.DONE : Mandates.Enrolled.KNOWN;
  }

  private LicenceLogin login(String origin) {
    return new LicenceLogin(useCase(), origin, new Moved());
  }

  private RegisterEntity useCase() {
    JwtEncoder encoder =
        asked -> {
          Map<String, Object> claims = asked.getClaims().getClaims();
          evidence.add(claims);
          return new Jwt("signed", NOW, NOW.plus(LIFE), Map.of("alg", "none"), claims);
        };
    Budgets budgets =
        (lines, at) -> {
          counted.addAll(lines);
          return lines.stream().noneMatch(line -> line.key().startsWith(spent));
        };
    return new RegisterEntity(
        new Registry(),
        Ports.fake(
            Mandates.class,
            Map.of("entity", in -> known, "position", in -> position, "enrol", this::enrol)),
        new RegisterEntity.Known(
            Ports.fake(Proofs.class, Map.of("document", in -> document)),
            Ports.fake(IdentityLevels.class, Map.of("of", in -> level))),
        new RegisterEntity.Part(
            new MandateEvidence(encoder, HERE),
            budgets,
            Ports.fake(IdpAudit.class, Map.of("record", in -> null)),
            Clock.fixed(NOW, ZoneOffset.UTC),
            LIFE));
  }

  private final class Registry implements EntityRegistry {
    @Override
    public Optional<Extract> look(UnifiedSocialCreditCode code, Person claimed) {
      asked++;
      return extract;
    }

    @Override
    public Optional<Extract> licence(UnifiedSocialCreditCode code, Bytes key, Person claimed) {
      keysAsked.add(key);
      return extract;
    }

    @Override
    public List<Noted> changes(long after, long skip) {
      return List.of();
    }
  }

  private final class Moved extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public java.time.ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }

  private static Optional<EntityRegistry.Extract> extract(LegalEntity.Status status) {
    return extract(status, "样例企业");
  }

  private static Optional<EntityRegistry.Extract> extract(LegalEntity.Status status, String name) {
    LegalEntity entity =
        new LegalEntity("registry's", LegalEntity.Kind.ENTERPRISE, CODE, name, status);
    return Optional.of(new EntityRegistry.Extract("registry", "r-1", NOW, entity));
  }

  private static Account account(String id) {
    return new Account(id, AccountKind.PERSON, id, "样例", null, Set.of(), true, 0);
  }
}
