package org.xinfu.kit.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xinfu.kit.log.CheckLog.Entry;
import org.xinfu.kit.log.CheckLog.State;
import org.xinfu.kit.log.CheckLog.Wrong;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.log.Checkpoint;
import org.xinfu.trust.log.MerkleProof;
import org.xinfu.trust.log.MerkleTree;
import org.xinfu.trust.log.SignedNote;

/** What somebody who has got at the database cannot hide, and the proofs that need no database. */
class CheckLogTest {
  private final LogHouse house = LogHouse.empty().rows(600).round();

  @Test
  void wholeRowsAreWholeAndLaterOnesWait() {
    assertThat(found().waiting()).isZero();
    house.rows(3);
    CheckLog.Found found = found();
    assertThat(found.state()).isEqualTo(State.WHOLE);
    assertThat(found.size()).isEqualTo(600);
    assertThat(found.waiting()).isEqualTo(3);
    assertThat(found.root()).isEqualTo(house.signed().root().toHex());
  }

  @Test
  void rowsThatAreAlteredMissingOrAddedAreNamed() {
    house.byForce(
        "UPDATE audit SET outcome = 'other' WHERE id = 7",
        "DELETE FROM audit WHERE id = 300",
        "INSERT INTO audit (id, at, actor, act, subject, outcome, details) OVERRIDING SYSTEM VALUE"
            + " VALUES (0, now(), 'a', 'b', 'c', 'd', '{}')");
    CheckLog.Found found = found();
    assertThat(found.state()).isEqualTo(State.ROWS_ALTERED);
    assertThat(found.wrong())
        .containsExactly(
            new Entry(Wrong.ADDED, 0, 0),
            new Entry(Wrong.ALTERED, 6, 7),
            new Entry(Wrong.MISSING, 299, 300));
  }

  @Test
  void theLastRowsCannotBeTakenAwayOrPutInBehind() {
    house.byForce("DELETE FROM audit WHERE id = 600");
    assertThat(found().wrong()).containsExactly(new Entry(Wrong.MISSING, 599, 600));
    house.byForce(
        "UPDATE log_head SET last_id = 700",
        "INSERT INTO audit (id, at, actor, act, subject, outcome, details) OVERRIDING SYSTEM VALUE"
            + " VALUES (650, now(), 'a', 'b', 'c', 'd', '{}')");
    assertThat(found().wrong()).contains(new Entry(Wrong.ADDED, 600, 650));
  }

  @Test
  void tilesThatGoAlongWithAlteredRowsAreNotThoseThatWereSigned() {
    house.byForce("UPDATE audit SET outcome = 'other' WHERE id = 7");
    LogHouse other = LogHouse.other().rows(600);
    other.byForce("UPDATE audit SET outcome = 'other' WHERE id = 7");
    other.round();
    for (long number = 0; number < 3; number++) {
      Bytes octets = other.tables.tile(0, number).orElseThrow().octets();
      house
          .jdbc
          .sql("UPDATE log_tile SET octets = ? WHERE level = 0 AND number = ?")
          .params(List.of(octets.toArray(), number))
          .update();
    }
    assertThat(found().wrong()).isEmpty();
    assertThat(found().state()).isEqualTo(State.FORKED);
    house.jdbc.sql("DELETE FROM log_tile WHERE level = 0 AND number = 1").update();
    assertThat(found().state()).isEqualTo(State.FORKED);
  }

  /** Nor is a log whole that somebody emptied, nor one that never was. */
  @Test
  void rowsWithoutASignedHeadAreNotSigned() {
    house.byForce(
        "DELETE FROM log_checkpoint",
        "DELETE FROM log_tile",
        "UPDATE log_head SET size = 0, last_id = 0, mark_id = 0");
    assertThat(found().state()).isEqualTo(State.NOT_SIGNED);
    assertThat(found().waiting()).isEqualTo(600);
    assertThat(LogHouse.empty().check.check(List.of()).state())
        .as("an empty book")
        .isEqualTo(State.WHOLE);
  }

  @Test
  void aHeadThatNobodySignedIsNone() {
    String note = house.log.checkpoint().orElseThrow();
    List<String> lines = new ArrayList<>(note.lines().toList());
    assertThat(lines).hasSize(7);
    String withoutSm2 = String.join("\n", lines.subList(0, 6)) + "\n";
    String otherRoot = note.replace(lines.get(3), "sm3 " + lines.get(2));
    for (String altered : List.of("x", withoutSm2, otherRoot, note.replace("\n600\n", "\n601\n"))) {
      assertThat(house.check.signed(altered)).isFalse();
      house.jdbc.sql("UPDATE log_checkpoint SET note = ?").param(altered).update();
      assertThat(found().state()).as(altered).isEqualTo(State.NOT_SIGNED);
    }
    house.jdbc.sql("UPDATE log_checkpoint SET note = ?").param(note).update();
    assertThat(found().state()).isEqualTo(State.WHOLE);
  }

  /** All of the log taken back to an earlier state, as a copy of the database would be. */
  @Test
  void aHeadThatWasKeptShowsAnEndThatWasTakenAway() {
    String kept = house.rows(5).round().log.checkpoint().orElseThrow();
    assertThat(house.check.signed(kept)).isTrue();
    assertThat(found(kept).state()).isEqualTo(State.WHOLE);
    LogHouse earlier = LogHouse.other().rows(600).round();
    assertThat(earlier.check.check(List.of()).state()).isEqualTo(State.WHOLE);
    assertThat(earlier.check.check(List.of(kept)).state()).isEqualTo(State.FORKED);
    LogHouse other = LogHouse.other().rows(604);
    other.byForce("UPDATE audit SET outcome = 'other' WHERE id = 605");
    other.rows(9).round();
    assertThat(other.check.check(List.of(kept)).state())
        .as("as long, of other rows")
        .isEqualTo(State.FORKED);
  }

  @Test
  void aProofHoldsByItself() {
    house.rows(9).round();
    String proof = house.log.inclusion(300).orElseThrow();
    List<String> lines = proof.lines().toList();
    assertThat(lines.get(0)).isEqualTo("c2sp.org/tlog-proof@v1");
    Bytes entry = base64(lines.get(1).substring("extra ".length()));
    assertThat(entry.toUtf8()).startsWith("[300, ").contains("tester");
    assertThat(lines.get(2)).isEqualTo("index 299");
    int end = lines.indexOf("");
    String note = proof.substring(proof.indexOf("\n\n") + 2);
    Checkpoint checkpoint =
        SignedNote.parse(note).flatMap(signed -> Checkpoint.parse(signed.text())).orElseThrow();
    assertThat(house.keys.read(note)).isPresent();
    List<Bytes> path = lines.subList(3, end).stream().map(CheckLogTest::base64).toList();
    Bytes leaf = MerkleTree.leaf(Checkpoint.HASH, entry);
    assertThat(MerkleProof.includes(Checkpoint.HASH, leaf, 299, path, checkpoint.head())).isTrue();
    house.rows(1);
    assertThat(house.log.inclusion(610)).as("not in the log yet").isEmpty();
    assertThat(house.log.inclusion(9999)).isEmpty();
    assertThat(house.log.keys().lines())
        .hasSize(2)
        .allMatch(
            key -> key.matches("\\Q" + LogHouse.ORIGIN + "\\E\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]+=*"));
  }

  @Test
  void aLaterHeadGoesOnFromAnEarlierOne() {
    Heads earlier = house.signed();
    house.rows(700).round();
    Heads later = house.signed();
    String proof = house.log.consistency(600).orElseThrow();
    List<Bytes> path =
        proof.lines().takeWhile(line -> !line.isEmpty()).map(CheckLogTest::base64).toList();
    assertThat(
            MerkleProof.extendsTree(
                Checkpoint.HASH,
                new MerkleProof.Head(600, earlier.root()),
                new MerkleProof.Head(1300, later.root()),
                path))
        .isTrue();
    assertThat(proof).endsWith(house.log.checkpoint().orElseThrow());
    assertThat(house.log.consistency(0)).isEqualTo(Optional.empty());
    assertThat(house.log.consistency(1301)).isEqualTo(Optional.empty());
  }

  private CheckLog.Found found(String... kept) {
    return house.check.check(List.of(kept));
  }

  private static Bytes base64(String text) {
    return Bytes.of(Base64.getDecoder().decode(text));
  }
}
