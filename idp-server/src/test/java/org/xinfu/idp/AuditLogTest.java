package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.Officials.Official;
import org.xinfu.kit.log.LogForked;
import org.xinfu.kit.log.Sequencer;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.log.Checkpoint;
import org.xinfu.trust.log.MerkleProof;
import org.xinfu.trust.log.MerkleTree;
import org.xinfu.trust.log.SignedNote;

/** The log over the audit book, as the audit administrator has it checked and takes out of it. */
class AuditLogTest {
  @Test
  void a_changed_row_is_named_by_the_check() {
    Official audit = Officials.fresh("AUDIT_ADMIN").strong();
    bound();
    assertThat(finding(audit, "")).isEqualTo("done");
    rule("DISABLE");
    assertThat(finding(audit, "")).isEqualTo("audit-unguarded");
    change("outcome || '!'");
    rule("ENABLE");
    String page = check(audit, "").body();
    assertThat(page)
        .contains("audit-rows-altered")
        .containsPattern("class=\"wrong\">第 1 条记录（日志第 0 项）被改动");
    rule("DISABLE");
    change("left(outcome, -1)");
    rule("ENABLE");
    assertThat(finding(audit, "")).isEqualTo("done");
  }

  /** Nothing is signed over a head that rests and is none, until somebody has looked. */
  @Test
  void a_head_that_nobody_signed_is_not_signed_over() {
    Official audit = Officials.fresh("AUDIT_ADMIN").strong();
    bound();
    SharedIdp.jdbc().sql("UPDATE log_checkpoint SET note = 'x' || note").update();
    try {
      assertThat(finding(audit, "")).isEqualTo("audit-seal-not-signed");
      Sequencer sequencer = SharedIdp.get().bean(Sequencer.class);
      assertThatThrownBy(() -> rounds(sequencer)).isInstanceOf(LogForked.class);
      assertThat(finding(audit, "")).isEqualTo("audit-seal-not-signed");
    } finally {
      SharedIdp.jdbc()
          .sql("UPDATE log_checkpoint SET note = substr(note, 2) WHERE note LIKE 'x%'")
          .update();
    }
    bound();
    assertThat(finding(audit, "")).isEqualTo("done");
  }

  /** Until it refuses, or for a while. */
  private static void rounds(Sequencer sequencer) {
    long end = System.nanoTime() + 30_000_000_000L;
    while (System.nanoTime() < end) {
      sequencer.round();
    }
  }

  @Test
  void a_head_that_was_kept_is_compared_and_proofs_hold_by_themselves() {
    Official audit = Officials.fresh("AUDIT_ADMIN").strong();
    long row =
        SharedIdp.jdbc()
            .sql("SELECT max(id) FROM audit WHERE subject = ?")
            .param(audit.id())
            .query(Long.class)
            .single();
    bound();
    String kept = audit.browser().get("/console/audit/checkpoint").body();
    assertThat(kept).startsWith(SharedIdp.get().origin.substring("http://".length()) + "/audit\n");
    assertThat(finding(audit, kept.replace("\n", "\r\n").strip())).isEqualTo("done");
    assertThat(finding(audit, kept.replaceFirst("\n([0-9]+)\n", "\n1$1\n")))
        .isEqualTo("audit-kept-not-ours");
    String proof = audit.browser().get("/console/audit/proof?number=" + row).body();
    Checkpoint head =
        SignedNote.parse(proof.substring(proof.indexOf("\n\n") + 2))
            .flatMap(note -> Checkpoint.parse(note.text()))
            .orElseThrow();
    List<String> lines = proof.lines().takeWhile(line -> !line.isEmpty()).toList();
    Bytes entry = base64(lines.get(1).substring("extra ".length()));
    assertThat(entry.toUtf8()).contains(audit.id());
    assertThat(
            MerkleProof.includes(
                Checkpoint.HASH,
                MerkleTree.leaf(Checkpoint.HASH, entry),
                Long.parseLong(lines.get(2).substring("index ".length())),
                lines.stream().skip(3).map(AuditLogTest::base64).toList(),
                head.head()))
        .isTrue();
    assertThat(audit.browser().get("/console/audit/keys").body().lines()).hasSize(2);
    assertThat(audit.browser().get("/console/audit/consistency?size=1").statusCode())
        .isEqualTo(200);
    for (String absent : List.of("proof?number=0", "consistency?size=0")) {
      assertThat(audit.status("/console/audit/" + absent)).isEqualTo(404);
    }
    assertThat(SharedIdp.audited("audit", "audit-proof-taken", "done")).isPositive();
    Official system = Officials.fresh("SYSTEM_ADMIN").strong();
    for (String closed : List.of("checkpoint", "keys", "proof?number=1", "consistency?size=1")) {
      assertThat(system.status("/console/audit/" + closed)).as(closed).isEqualTo(403);
    }
  }

  /** A seal of before the log is over the first rows, and goes on being checked. */
  @Test
  void a_seal_of_before_the_log_is_still_checked() {
    Official audit = Officials.fresh("AUDIT_ADMIN").strong();
    bound();
    OldSeal.over(SharedIdp.get(), SharedIdp.get().origin);
    try {
      assertThat(finding(audit, "")).isEqualTo("done");
      for (String[] wrong :
          new String[][] {
            {"jws = 'x.y.z'", "audit-seal-not-signed"},
            {"digest = 'other'", "audit-rows-altered"},
            {"number = 2", "audit-seal-missing"}
          }) {
        SharedIdp.jdbc().sql("UPDATE audit_seal SET " + wrong[0]).update();
        assertThat(finding(audit, "")).as(wrong[0]).isEqualTo(wrong[1]);
      }
    } finally {
      SharedIdp.jdbc().sql("DELETE FROM audit_seal").update();
    }
  }

  /** Until every row of now is under a signed head, by this server's own rounds or ours. */
  private static void bound() {
    long rows = SharedIdp.jdbc().sql("SELECT count(*) FROM audit").query(Long.class).single();
    Sequencer sequencer = SharedIdp.get().bean(Sequencer.class);
    long end = System.nanoTime() + 30_000_000_000L;
    while (signed() < rows && System.nanoTime() < end) {
      sequencer.round();
    }
    assertThat(signed()).isGreaterThanOrEqualTo(rows);
  }

  private static long signed() {
    return SharedIdp.jdbc()
        .sql("SELECT coalesce(max(size), 0) FROM log_checkpoint WHERE note LIKE '%sm3 %'")
        .query(Long.class)
        .single();
  }

  private static void rule(String how) {
    SharedIdp.jdbc().sql("ALTER TABLE audit " + how + " RULE audit_no_update").update();
  }

  private static void change(String outcome) {
    SharedIdp.jdbc()
        .sql("UPDATE audit SET outcome = " + outcome + " WHERE id = (SELECT min(id) FROM audit)")
        .update();
  }

  private static HttpResponse<String> check(Official audit, String kept) {
    Map<String, String> form = Map.of("kept", kept);
    return SharedIdp.submit(audit.browser(), "/console/audit", "/console/audit/check", form);
  }

  private static Bytes base64(String text) {
    return Bytes.of(Base64.getDecoder().decode(text));
  }

  private static String finding(Official audit, String kept) {
    String page = check(audit, kept).body();
    Matcher code = Pattern.compile("id=\"finding\"[^>]*data-code=\"([a-z-]+)\"").matcher(page);
    assertThat(code.find()).as(page).isTrue();
    return code.group(1);
  }
}
