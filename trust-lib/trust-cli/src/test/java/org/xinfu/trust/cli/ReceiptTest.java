package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.cli.Scene.Run;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.log.Checkpoint;
import org.xinfu.trust.log.LogReceipt;
import org.xinfu.trust.log.MerkleProof;
import org.xinfu.trust.log.MerkleTree;
import org.xinfu.trust.log.NoteKey;
import org.xinfu.trust.log.SignedNote;

/** {@code --receipt} and {@code --log-trust}. */
class ReceiptTest {
  private static final Instant LOGGED = TestPki.NOW.minusSeconds(1800);
  private static final Signer LOG = Scene.PKI.documentSigner("样例日志");
  private static final Bytes CMS =
      CmsSigner.cadesAttached(Bytes.utf8("样例"), Scene.SIGNER, LOGGED.minusSeconds(60));

  @TempDir Path dir;

  @Test
  void aReceiptOfATrustedLogProvesTheTime() {
    Scene scene = new Scene(dir);
    String file = scene.file("a.p7m", CMS);
    String receipt = scene.file("a.tlog-proof", receipt());
    String log = scene.pem("log/log.pem", LOG.chain().subList(0, 1));
    Run run =
        scene.verify(
            scene.trust(), "--format", "json", "--receipt", receipt, "--log-trust", log, file);
    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.out()).contains("\"timeSource\":\"LOG\"", "\"signedAt\":\"" + LOGGED + "\"");
    Run unknown = scene.verify(scene.trust(), "--format", "json", "--receipt", receipt, file);
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.json().get("reason")).isEqualTo("no-trust-anchor");
    Run without = scene.verify(scene.trust(), "--format", "json", file);
    assertThat(without.out()).contains("\"timeSource\":\"CLAIMED\"");
  }

  @Test
  void whatIsNoReceiptIs66() {
    Scene scene = new Scene(dir);
    String file = scene.file("a.p7m", CMS);
    Run run = scene.verify(scene.trust(), "--receipt", file, file);
    assertThat(run.status()).isEqualTo(66);
    assertThat(run.err()).contains("no receipt").doesNotContain("\tat ");
  }

  private static Bytes receipt() {
    SignedData data = SignedData.getInstance(ContentInfo.getInstance(CMS.toArray()).getContent());
    SignerInfo signer = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
    Bytes value = Bytes.of(signer.getEncryptedDigest().getOctets());
    Bytes salt = Bytes.utf8("a salt of 16 or more octets");
    MerkleTree tree = new MerkleTree(Checkpoint.HASH);
    tree.append(Bytes.utf8("earlier"));
    long index = tree.append(LogReceipt.entry(salt, value));
    MerkleProof.Head head = new MerkleProof.Head(tree.size(), tree.root(tree.size()));
    Checkpoint checkpoint = new Checkpoint("log.example.cn", head, List.of());
    SignedNote.Line line = NoteKey.sign("log.example.cn", LOG, checkpoint, LOGGED);
    SignedNote note = new SignedNote(checkpoint.text(), List.of(line));
    return new LogReceipt(salt, index, tree.inclusion(index, tree.size()), note, checkpoint)
        .write();
  }
}
