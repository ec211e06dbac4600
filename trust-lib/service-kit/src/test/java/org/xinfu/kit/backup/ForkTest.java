package org.xinfu.kit.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.kit.pg.EmbeddedPostgres;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.log.Checkpoint;
import org.xinfu.trust.log.MerkleProof;
import org.xinfu.trust.log.SignedNote;

/** What a restore says when the log is not the one that was, and what it knows without it. */
class ForkTest {
  @TempDir static Path shared;
  private static SmallHouse house;
  private static Path early;
  private static Path late;
  @TempDir Path scratch;

  /** Three entries, then five; the home stands at six. */
  @BeforeAll
  static void make() throws Exception {
    house = SmallHouse.made(shared.resolve("house"), "idp");
    early = house.backup(shared.resolve("early"));
    house.act("idp", "between", 2);
    late = house.backup(shared.resolve("late"));
    house.act("idp", "last", 1);
  }

  @Test
  void anEntryThatWasAlteredInTheReplacedDataIsTold() throws Exception {
    SmallHouse altered = house.copy(scratch.resolve("altered"));
    try (EmbeddedPostgres server = altered.start("idp")) {
      SmallHouse.run(
          server.createDatabase("idp_server"),
          "ALTER TABLE audit DISABLE RULE audit_no_update",
          "UPDATE audit SET subject = 'another' WHERE id = 2");
    }
    SmallHouse.Run run = altered.run("restore", late.toString());
    assertThat(run.refusal()).as(run.toString()).isEqualTo("1 log-forked");
    assertThat(run.out()).contains("FORKS: entry 2");
    assertThat(altered.entries("idp")).as("nothing was replaced").isEqualTo(6);
    assertThat(altered.home.resolve("replaced")).doesNotExist();

    SmallHouse.Run accepted = altered.run("restore", late.toString(), "--accept-fork");
    assertThat(accepted.status()).as(accepted.toString()).isEqualTo(1);
    assertThat(accepted.out()).contains("FORKS: entry 2", "verdict FORKED");
    assertThat(altered.entries("idp")).isEqualTo(5);
  }

  /** A log goes on after a restore; the one before it was given up. */
  @Test
  void aBackupOfALogThatWasGivenUpForks() throws Exception {
    SmallHouse forked = house.copy(scratch.resolve("forked"));
    assertThat(forked.run("restore", early.toString()).status()).isZero();
    forked.act("idp", "otherwise", 2);
    SmallHouse.Run run = forked.run("restore", late.toString());
    assertThat(run.refusal()).as(run.toString()).isEqualTo("1 log-forked");
    assertThat(run.out()).contains("FORKS: entry 4");
  }

  /** Who writes a backup can write its sums, but not the head that the device signed. */
  @Test
  void entriesThatAreNotUnderTheirSignedHeadFork() throws Exception {
    SmallHouse altered = house.copy(scratch.resolve("signed"));
    Bytes other = Digests.sha256(Bytes.utf8("another tree"));
    String sm3 = "sm3 " + Base64.getEncoder().encodeToString(other.toArray());
    MerkleProof.Head head = new MerkleProof.Head(2, other);
    SignedNote note =
        new SignedNote(
            new Checkpoint("idp.example.cn/audit", head, List.of(sm3)).text(),
            List.of(new SignedNote.Line("idp.example.cn/audit", other.slice(0, 4), other)));
    try (EmbeddedPostgres server = altered.start("idp")) {
      SmallHouse.run(
          server.createDatabase("idp_server"),
          "INSERT INTO log_checkpoint VALUES ('audit', 2, now(), '" + note.write() + "')");
    }
    Path backup = altered.backup(scratch.resolve("backup"));
    SmallHouse.Run run = altered.run("restore", backup.toString());
    assertThat(run.refusal()).as(run.toString()).isEqualTo("1 log-forked");
    assertThat(run.out()).contains("FORKS: entry 2", "a head that was seen");
  }

  /** The disk is gone, the ledger of heads is not. */
  @Test
  void headsThatWereSeenTellWhatIsLostWithoutTheData() throws Exception {
    SmallHouse bare = house.copy(scratch.resolve("bare"));
    Path kept = Files.copy(bare.home.resolve("log-heads.jsonl"), scratch.resolve("kept.jsonl"));
    Durable.deleteTree(bare.home.resolve("idp/postgres"));
    Files.delete(bare.home.resolve("log-heads.jsonl"));

    SmallHouse.Run run = bare.run("restore", early.toString(), "--known", kept.toString());
    assertThat(run.status()).as(run.toString()).isZero();
    assertThat(run.out())
        .contains("2 later entries were seen elsewhere and are lost")
        .contains("verdict CONSISTENT, 2 entries lost");
  }
}
