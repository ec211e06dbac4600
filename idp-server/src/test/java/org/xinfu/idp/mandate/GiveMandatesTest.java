package org.xinfu.idp.mandate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.AccountKind;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.Persons;
import org.xinfu.idp.domain.Sandbox;
import org.xinfu.idp.domain.mandate.Chain;
import org.xinfu.idp.domain.mandate.EntityRole;
import org.xinfu.idp.domain.mandate.Extent;
import org.xinfu.idp.domain.mandate.LegalEntity;
import org.xinfu.idp.domain.mandate.Mandate;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.domain.mandate.Region;
import org.xinfu.kit.Refused;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/** Who may be given a mandate, who may take it, and who may take it back. */
class GiveMandatesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant END = NOW.plus(Duration.ofDays(100));

  private final Map<String, Chain> kept = new HashMap<>();
  private final Map<String, Account> people = new HashMap<>();
  private final List<String> revoked = new ArrayList<>();
  private final List<Map<String, Object>> evidence = new ArrayList<>();
  private Set<String> fictitious = Set.of();
  private Set<String> minors = Set.of();
  private Set<String> strange = Set.of();
  private Ial level = Ial.IAL2;
  private boolean done = true;

  private final Account boss = person("boss", true);
  private final Account middle = person("middle", true);
  private final Account agent = person("agent", true);
  private final Mandate root = mandate("root", "boss", null, EntityRole.LEGAL_REPRESENTATIVE, NOW);
  private final Mandate between = mandate("m", "middle", "root", EntityRole.ADMINISTRATOR, NOW);

  @Test
  void a_mandate_is_given_to_somebody_who_is_there_and_of_the_same_world() {
    Chain under = keep(root);
    Chain given = useCase().give(under, wish("agent"), "self-service");
    assertThat(given.mandate().marks().accepted()).as("it waits").isNull();
    assertThat(given.mandate().parentId()).isEqualTo("root");
    assertThat(evidence.getLast())
        .containsEntry("parent", "root")
        .containsEntry("act", Map.of("sub", "agent"))
        .containsEntry("role", "AGENT")
        .containsEntry("region", "510100")
        .containsEntry("depth", 0)
        .containsEntry("source", "self-service")
        .containsEntry("reference", "boss");
    person("gone", false);
    for (String nobody : List.of("gone", "unknown")) {
      refused("person-unknown", () -> useCase().give(under, wish(nobody), "self-service"));
    }
    for (Set<String> one : List.of(Set.of("agent"), Set.of("entity"))) {
      fictitious = one;
      refused("person-unknown", () -> useCase().give(under, wish("agent"), "self-service"));
    }
    fictitious = Set.of("agent", "entity");
    assertThat(useCase().give(under, wish("agent"), "self-service")).isNotNull();
    fictitious = Set.of();
    refused("delegation-circle", () -> useCase().give(under, wish("boss"), "self-service"));
    done = false;
    refused("mandate-not-active", () -> useCase().give(under, wish("agent"), "self-service"));
  }

  /** A login name of before, that is a stranger's telephone: its holder was meant. */
  @Test
  void a_mandate_by_a_number_is_not_given_to_whoever_is_called_so() {
    Chain under = keep(root);
    String number = "13800138000";
    person(number, true);
    strange = Set.of(number);
    refused("person-unknown", () -> useCase().give(under, wish(number), "self-service"));
    strange = Set.of();
    assertThat(useCase().give(under, wish(number), "self-service")).as("their own").isNotNull();
  }

  @Test
  void a_mandate_is_accepted_by_its_person_once_they_are_known_and_while_it_is_offered() {
    keep(mandate("offer", "agent", "root", EntityRole.AGENT, null), root);
    useCase().accept(agent, "offer");
    refused("mandate-unknown", () -> useCase().accept(middle, "offer"));
    refused("mandate-unknown", () -> useCase().accept(agent, "none"));
    level = Ial.IAL1;
    refused("person-not-verified", () -> useCase().accept(agent, "offer"));
    level = Ial.IAL2;
    minors = Set.of("agent");
    refused("person-minor", () -> useCase().accept(agent, "offer"));
    minors = Set.of();
    done = false;
    refused("mandate-not-offered", () -> useCase().accept(agent, "offer"));
    done = true;
    keep(mandate("taken", "agent", "root", EntityRole.AGENT, NOW), root);
    refused("mandate-not-offered", () -> useCase().accept(agent, "taken"));
    Mandate withdrawn =
        new Mandate(
            "root",
            "entity",
            "boss",
            null,
            EntityRole.LEGAL_REPRESENTATIVE,
            root.extent(),
            new Mandate.Marks(NOW, NOW, null),
            "");
    keep(mandate("offer", "agent", "root", EntityRole.AGENT, null), withdrawn);
    refused("mandate-not-offered", () -> useCase().accept(agent, "offer"));
  }

  @Test
  void a_mandate_is_taken_back_by_its_person_and_by_whoever_stands_above_it_now() {
    keep(root);
    keep(between, root);
    keep(mandate("leaf", "agent", "m", EntityRole.AGENT, NOW), between, root);
    useCase().revoke(agent, "leaf");
    useCase().revoke(middle, "leaf");
    useCase().revoke(boss, "leaf");
    useCase().revoke(boss, "m");
    assertThat(revoked).containsExactly("leaf HOLDER", "leaf GIVER", "leaf GIVER", "m GIVER");
    refused("mandate-unknown", () -> useCase().revoke(agent, "m"));
    refused("mandate-unknown", () -> useCase().revoke(middle, "root"));
    refused("mandate-unknown", () -> useCase().revoke(person("other", true), "leaf"));
    Mandate waiting = mandate("m", "middle", "root", EntityRole.ADMINISTRATOR, null);
    keep(waiting, root);
    keep(mandate("leaf", "agent", "m", EntityRole.AGENT, NOW), waiting, root);
    refused("mandate-unknown", () -> useCase().revoke(middle, "leaf"));
    done = false;
    refused("mandate-revoked", () -> useCase().revoke(agent, "leaf"));
    refused("mandate-revoked", () -> useCase().revoke("leaf", Mandates.Cause.OFFICE));
  }

  private static void refused(String code, Runnable act) {
    assertThatThrownBy(act::run)
        .isInstanceOfSatisfying(
            Refused.class, no -> assertThat(no.refusal().code()).isEqualTo(code));
  }

  private Chain keep(Mandate... links) {
    LegalEntity entity =
        new LegalEntity(
            "entity",
            LegalEntity.Kind.ENTERPRISE,
            UnifiedSocialCreditCode.complete("91510000MA0000001"),
            "样例企业",
            LegalEntity.Status.ACTIVE);
    Chain chain = new Chain(entity, List.of(links));
    kept.put(chain.mandate().id(), chain);
    return chain;
  }

  private GiveMandates useCase() {
    JwtEncoder encoder =
        asked -> {
          Map<String, Object> claims = asked.getClaims().getClaims();
          evidence.add(claims);
          return new Jwt("signed", NOW, END, Map.of("alg", "none"), claims);
        };
    Mandates mandates =
        Ports.fake(
            Mandates.class,
            Map.of(
                "chain", in -> Optional.ofNullable(kept.get((String) in[0])),
                "add", in -> added((Mandate) in[0]),
                "accept", in -> done,
                "revoke", in -> revoked.add(in[0] + " " + in[1]) && done));
    return new GiveMandates(
        mandates,
        Ports.fake(
            Accounts.class,
            Map.of(
                "byLoginName",
                in ->
                    Optional.ofNullable(people.get((String) in[0]))
                        .map(one -> new Accounts.Credential(one, "hash")))),
        Ports.fake(IdentityLevels.class, Map.of("of", in -> level)),
        new GiveMandates.Part(
            new MandateEvidence(encoder, "https://idp.example"),
            Ports.fake(Sandbox.class, Map.of("subject", in -> fictitious.contains((String) in[0]))),
            Ports.fake(
                Persons.class,
                Map.of("calledByAnothers", in -> strange.contains(((Account) in[0]).id()))),
            (account, at) -> at.equals(NOW) && minors.contains(account),
            Clock.fixed(NOW, ZoneOffset.UTC)));
  }

  private boolean added(Mandate mandate) {
    if (done) {
      keep(mandate, root);
    }
    return done;
  }

  private static GiveMandates.Wish wish(String person) {
    Extent extent = new Extent(Set.of("tax:file"), new Region("510100"), NOW, END, 0);
    return new GiveMandates.Wish(person, EntityRole.AGENT, extent);
  }

  private static Mandate mandate(
      String id,
      String person,
      @Nullable String parent,
      EntityRole role,
      @Nullable Instant accepted) {
    Extent extent = new Extent(Set.of(Extent.ANY), Region.EVERYWHERE, NOW, END, 3);
    Mandate.Marks marks = new Mandate.Marks(accepted, null, null);
    return new Mandate(id, "entity", person, parent, role, extent, marks, "");
  }

  private Account person(String id, boolean active) {
    Account account = new Account(id, AccountKind.PERSON, id, "样例", null, Set.of(), active, 0);
    people.put(id, account);
    return account;
  }
}
