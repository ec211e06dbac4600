package org.xinfu.trust.cli;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.xinfu.testkit.FuzzRun.Target;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.list.RootKeys;
import org.xinfu.trust.list.TrustListPin;
import org.xinfu.trust.log.Checkpoint;
import org.xinfu.trust.log.LogReceipt;
import org.xinfu.trust.log.MerkleProof;
import org.xinfu.trust.log.MerkleTree;
import org.xinfu.trust.log.NoteKey;
import org.xinfu.trust.log.SignedNote;

/**
 * What is shown of documents: their reports as pages, and the pictures of their seals; receipts.
 */
final class ShownTargets {
  private static final String ORIGIN = "log.example.cn";

  private ShownTargets() {}

  static List<Target> all() {
    List<Bytes> pictures = new ArrayList<>(List.of(Scene.plainOfd()));
    for (String format : List.of("png", "jpeg", "gif", "bmp")) {
      pictures.add(picture(format));
    }
    RootKeys roots = new RootKeys(List.of(Scene.SIGNER.publicKey()), 1);
    return List.of(
        new Target("pages", List.of(Scene.OFD, Scene.SEAL), ShownTargets::pages),
        new Target("picture", pictures, ShownPicture::of),
        new Target("receipt", List.of(receipt()), ShownTargets::receipt),
        new Target("pin", List.of(TrustListPin.write("样例", roots)), TrustListPin::read));
  }

  /** The page always, and the document for printing now and then, since it takes its time. */
  private static void pages(Bytes in) {
    DocumentReport report = Samples.verify(in, Samples.POLICY);
    Judgement judgement = new Judgement("x", report, null, DocumentSource.of(in), null);
    new HtmlWriter(Locale.CHINA).write(List.of(judgement), false);
    if (in.length() % 64 == 0) {
      new PdfWriter(Locale.ENGLISH).write(List.of(judgement), false);
    }
  }

  private static void receipt(Bytes in) {
    LogReceipt.parse(in);
    Samples.verify(Scene.SEAL, Samples.POLICY.withReceipts(List.of(in)));
  }

  private static Bytes receipt() {
    Bytes salt = Bytes.utf8("a salt of 16 or more octets");
    MerkleTree tree = new MerkleTree(Checkpoint.HASH);
    tree.append(Bytes.utf8("earlier"));
    long index = tree.append(LogReceipt.entry(salt, Scene.SEAL));
    MerkleProof.Head head = new MerkleProof.Head(tree.size(), tree.root(tree.size()));
    Checkpoint checkpoint = new Checkpoint(ORIGIN, head, List.of());
    SignedNote.Line line = NoteKey.sign(ORIGIN, Scene.SIGNER, checkpoint, TestPki.NOW);
    SignedNote note = new SignedNote(checkpoint.text(), List.of(line));
    return new LogReceipt(salt, index, tree.inclusion(index, tree.size()), note, checkpoint)
        .write();
  }

  private static Bytes picture(String format) {
    BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    image.setRGB(2, 1, 0xcc0000);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.of(out.toByteArray());
  }
}
