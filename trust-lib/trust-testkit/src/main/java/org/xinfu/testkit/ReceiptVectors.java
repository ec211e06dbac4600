package org.xinfu.testkit;

import static org.xinfu.trust.Conclusion.INDETERMINATE;
import static org.xinfu.trust.Conclusion.VALID;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.list.AnchorPurpose;
import org.xinfu.trust.list.Distrust;
import org.xinfu.trust.list.ListedAnchor;
import org.xinfu.trust.list.RootKeys;
import org.xinfu.trust.list.TrustList;
import org.xinfu.trust.list.TrustListMaker;
import org.xinfu.trust.log.Checkpoint;
import org.xinfu.trust.log.LogReceipt;
import org.xinfu.trust.log.MerkleProof;
import org.xinfu.trust.log.MerkleTree;
import org.xinfu.trust.log.NoteKey;
import org.xinfu.trust.log.SignedNote;

/**
 * Makes {@code specs/vectors/trust/receipt.json}: a signature under a CA whose key was lost, and
 * receipts that prove, or do not, that a log had it before.
 */
public final class ReceiptVectors {
  private static final Map<String, String> FLAGS =
      Map.of(
          "Genuine", "the log had the signature before the key was lost",
          "Late", "the log had it when the key was lost already",
          "Altered", "a part of the receipt is another",
          "Checkpoint", "the checkpoint is another, or signed by another",
          "Log", "the log's key was lost too, or nobody trusts it");

  private static final String ORIGIN = "log.example.cn";
  private static final String WITNESS = "witness.example.cn";
  private static final Bytes SALT = Hash.SHA256.of(Bytes.utf8("salt"));
  private static final Instant NOW = TestPki.NOW;
  private static final Instant LOST = NOW.minus(Duration.ofDays(20));
  private static final Instant BEFORE = LOST.minus(Duration.ofDays(2));

  private final TestPki pki = TestPki.seeded("receipt vectors");
  private final Signer root =
      SoftKeyVault.seeded("receipt roots").key(SignatureAlgorithm.SM2_SM3, "root");
  private final Signer signer = pki.sealSigner("样例签章者");
  private final Signer log = pki.documentSigner("样例日志");
  private final Signer witness = pki.documentSigner("样例见证");
  private final Signer stranger = pki.documentSigner("样例外人");
  private final Bytes cms =
      CmsSigner.cadesAttached(Bytes.utf8("样例"), signer, BEFORE.minusSeconds(60));
  private final MerkleTree tree = new MerkleTree(Checkpoint.HASH);
  private final long index;
  private final TrustList lostCa = list(lost(pki.signerCa(), LOST));
  private final Vectors vectors = new Vectors("log receipts", "RECEIPT", pki.policy(), FLAGS);

  private ReceiptVectors() {
    tree.append(Bytes.utf8("earlier"));
    index = tree.append(LogReceipt.entry(SALT, value(cms)));
    tree.append(Bytes.utf8("later"));
  }

  /** The file. */
  public static String write() {
    ReceiptVectors made = new ReceiptVectors();
    made.logged();
    made.altered();
    made.checkpoints();
    made.lostLog();
    return made.vectors.write();
  }

  private void logged() {
    LogReceipt early = receipt(signed(BEFORE));
    test("logged before the sub CA was lost", "Genuine", early.write(), lostCa, null);
    test("an unhurt path and a receipt", "Genuine", early.write(), list(), null);
    LogReceipt second = receipt(signed(LOST.minusSeconds(1)));
    test("logged a second before", "Genuine", second.write(), lostCa, null);
    for (Instant late : List.of(LOST, LOST.plusSeconds(86_400))) {
      LogReceipt receipt = receipt(signed(late));
      test("logged " + late, "Late", receipt.write(), lostCa, Reason.ANCHOR_DISTRUSTED);
    }
    LogReceipt tomorrow = receipt(signed(NOW.plusSeconds(3600)));
    test("logged tomorrow", "Late", tomorrow.write(), lostCa, Reason.SIGNED_IN_FUTURE);
    test("no receipt at all", "Late", Bytes.utf8("none"), lostCa, Reason.ANCHOR_DISTRUSTED);
  }

  /** A receipt that proves nothing about this signature leaves it with its claimed time. */
  private void altered() {
    LogReceipt good = receipt(signed(BEFORE));
    List<Bytes> path = good.path();
    altered("another salt", with(Hash.SHA256.of(SALT), index, path, good));
    altered("another index", with(SALT, index + 1, path, good));
    altered("an index beyond the tree", with(SALT, tree.size(), path, good));
    altered("a step less", with(SALT, index, path.subList(1, path.size()), good));
    List<Bytes> more = new ArrayList<>(path);
    more.add(path.get(0));
    altered("a step more", with(SALT, index, more, good));
    List<Bytes> turned = new ArrayList<>(path);
    Collections.reverse(turned);
    altered("the steps turned round", with(SALT, index, turned, good));
    List<Bytes> flipped = new ArrayList<>(path);
    flipped.set(0, Mutators.flip(path.get(0), 5, 1));
    altered("a step with another octet", with(SALT, index, flipped, good));
    Bytes cut = good.write().slice(0, good.write().length() - 1);
    test("cut by an octet", "Altered", cut, lostCa, Reason.ANCHOR_DISTRUSTED);
    Bytes empty = Bytes.utf8("c2sp.org/tlog-proof@v1\n");
    test("its first line alone", "Altered", empty, lostCa, Reason.ANCHOR_DISTRUSTED);
  }

  private void altered(String comment, LogReceipt receipt) {
    test(comment, "Altered", receipt.write(), lostCa, Reason.ANCHOR_DISTRUSTED);
  }

  private static LogReceipt with(Bytes salt, long index, List<Bytes> path, LogReceipt like) {
    return new LogReceipt(salt, index, path, like.note(), like.checkpoint());
  }

  private void checkpoints() {
    Checkpoint head = head(tree.size());
    wrong("of another tree", signed(other(), BEFORE, log));
    Checkpoint smaller = new Checkpoint(ORIGIN, size(tree.size() - 1), List.of());
    wrong("of another size", signed(smaller, BEFORE, log));
    Checkpoint shorter = head(tree.size() - 1);
    wrong("of the tree before", signed(shorter, BEFORE, log));
    wrong("signed by a stranger", signed(head, BEFORE, stranger));
    SignedNote good = signed(head, BEFORE, log);
    Checkpoint named = new Checkpoint("other.example.cn", head.head(), List.of());
    wrong("of another log", new SignedNote(named.text(), good.lines()));
    Checkpoint extended = new Checkpoint(ORIGIN, head.head(), List.of("a line more"));
    wrong("with a line more", new SignedNote(extended.text(), good.lines()));
    SignedNote.Line line = good.lines().get(0);
    SignedNote.Line later =
        new SignedNote.Line(line.name(), line.keyId(), Mutators.flip(line.value(), 7, 1));
    wrong("dated otherwise", new SignedNote(head.text(), List.of(later)));
    Bytes value = line.value();
    SignedNote.Line broken =
        new SignedNote.Line(line.name(), line.keyId(), Mutators.flip(value, value.length() - 1, 1));
    wrong("with another signature", new SignedNote(head.text(), List.of(broken)));
  }

  private void wrong(String comment, SignedNote note) {
    // The note is what is written, and what is read again.
    test(
        "a checkpoint " + comment,
        "Checkpoint",
        receipt(note).write(),
        lostCa,
        Reason.ANCHOR_DISTRUSTED);
  }

  /** A stolen log key dates what it likes: only what a witness saw before counts. */
  private void lostLog() {
    Distrust ca = lost(pki.signerCa(), LOST);
    Instant since = BEFORE.plus(Duration.ofDays(1));
    TrustList lost = list(ca, lost(log, since));
    Bytes alone = receipt(signed(BEFORE)).write();
    test("the log lost, nobody witnessed", "Log", alone, lost, Reason.ANCHOR_DISTRUSTED);
    Bytes seen = witnessed(since.minusSeconds(1), witness);
    test("the log lost, witnessed before", "Log", seen, lost, null);
    Bytes late = witnessed(since, witness);
    test("the log lost, witnessed then", "Log", late, lost, Reason.ANCHOR_DISTRUSTED);
    Bytes itself = witnessed(since.minusSeconds(1), log);
    test("the log lost, its own witness", "Log", itself, lost, Reason.ANCHOR_DISTRUSTED);
    TrustList both = list(ca, lost(log, since), lost(witness, since));
    test("log and witness lost", "Log", seen, both, Reason.ANCHOR_DISTRUSTED);
    TrustList ended =
        list(
            ca,
            new Distrust(
                log.chain().get(0).keySha256(),
                LOST.plusSeconds(1),
                RevocationCause.CESSATION_OF_OPERATION,
                Optional.empty()));
    test("the log given up later in peace", "Log", seen, ended, null);
    TrustList none = list(List.of(), ca);
    test("a log that nobody trusts", "Log", seen, none, Reason.ANCHOR_DISTRUSTED);
    TrustList witnessAlone = list(List.of(witness), ca);
    test("a witness without a log", "Log", seen, witnessAlone, Reason.ANCHOR_DISTRUSTED);
  }

  private void test(
      String comment, String flag, Bytes receipt, TrustList list, @Nullable Reason reason) {
    Map<String, Object> input = new HashMap<>();
    input.put("list", TrustListMaker.sign(list, List.of(root)));
    input.put("file", cms);
    input.put("receipt", receipt);
    Conclusion verdict = reason == null ? VALID : INDETERMINATE;
    vectors.both(new Vectors.Case(comment, flag, input, NOW), verdict, Optional.ofNullable(reason));
  }

  private LogReceipt receipt(SignedNote note) {
    List<Bytes> path = tree.inclusion(index, tree.size());
    return new LogReceipt(SALT, index, path, note, head(tree.size()));
  }

  private Bytes witnessed(Instant at, Signer by) {
    Checkpoint head = head(tree.size());
    List<SignedNote.Line> lines =
        List.of(NoteKey.sign(ORIGIN, log, head, BEFORE), NoteKey.sign(WITNESS, by, head, at));
    return receipt(new SignedNote(head.text(), lines)).write();
  }

  private SignedNote signed(Instant at) {
    return signed(head(tree.size()), at, log);
  }

  private static SignedNote signed(Checkpoint head, Instant at, Signer by) {
    return new SignedNote(head.text(), List.of(NoteKey.sign(ORIGIN, by, head, at)));
  }

  private Checkpoint head(long size) {
    return new Checkpoint(ORIGIN, new MerkleProof.Head(size, tree.root(size)), List.of());
  }

  /** The right root with another number of entries. */
  private MerkleProof.Head size(long size) {
    return new MerkleProof.Head(size, tree.root(tree.size()));
  }

  private static Checkpoint other() {
    MerkleTree other = new MerkleTree(Checkpoint.HASH);
    for (String entry : List.of("one", "two", "three")) {
      other.append(Bytes.utf8(entry));
    }
    return new Checkpoint(
        ORIGIN, new MerkleProof.Head(other.size(), other.root(other.size())), List.of());
  }

  private static Bytes value(Bytes message) {
    SignedData data =
        SignedData.getInstance(ContentInfo.getInstance(message.toArray()).getContent());
    SignerInfo only = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
    return Bytes.of(only.getEncryptedDigest().getOctets());
  }

  private static Distrust lost(Signer signer, Instant invalid) {
    return new Distrust(
        signer.chain().get(0).keySha256(),
        NOW.minus(Duration.ofDays(1)),
        RevocationCause.KEY_COMPROMISE,
        Optional.of(invalid));
  }

  private TrustList list(Distrust... lost) {
    return list(List.of(log, witness), lost);
  }

  private TrustList list(List<Signer> logs, Distrust... lost) {
    List<ListedAnchor> anchors = new ArrayList<>();
    anchors.add(TestLists.anchor(pki.signerRoot(), AnchorPurpose.SIGNER));
    logs.forEach(each -> anchors.add(TestLists.anchor(each, AnchorPurpose.LOG)));
    TrustList list =
        TestLists.list(
            1, NOW.minusSeconds(3600), new RootKeys(List.of(root.publicKey()), 1), anchors);
    for (Distrust each : lost) {
      list = TestLists.with(list, each);
    }
    return list;
  }
}
