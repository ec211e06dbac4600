import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.ofdrw.core.integrity.OFDEntries;
import org.ofdrw.core.signatures.SigType;
import org.ofdrw.core.signatures.appearance.StampAnnot;
import org.ofdrw.gm.sm2strut.GBT35275Validate;
import org.ofdrw.gm.sm2strut.VerifyInfo;
import org.ofdrw.pkg.tool.ElemCup;
import org.ofdrw.reader.OFDReader;
import org.ofdrw.sign.NumberFormatAtomicSignID;
import org.ofdrw.sign.stamppos.RidingStampPos;
import org.ofdrw.sign.stamppos.Side;
import org.ofdrw.sign.verify.OFDValidator;
import org.ofdrw.sign.verify.SignedDataValidateContainer;
import org.ofdrw.sign.verify.container.GBT35275ValidateContainer;
import org.ofdrw.sign.verify.container.SESV4ValidateContainer;

/**
 * Asks ofdrw's validators for GB/T 38540 and GB/T 35275 about each file; runs with ofdrw's own class
 * path. {@code seam=EDGE,OFFSET,SIDE} asks how ofdrw itself would place a riding seam over the pages
 * of the files that follow.
 */
public final class OfdrwOracle {
  public static void main(String[] args) throws Exception {
    Security.addProvider(new BouncyCastleProvider());
    String seam = "";
    for (String arg : args) {
      if (arg.startsWith("seam=")) {
        seam = arg.substring(5);
      } else if (arg.startsWith("integrity=")) {
        System.out.println("ANSWER " + integrity(Path.of(arg.substring(10))));
      } else if (seam.isEmpty()) {
        System.out.println("ANSWER " + answer(Path.of(arg)));
      } else {
        System.out.println("ANSWER " + seam(Path.of(arg), seam.split(",")));
      }
    }
  }

  private static String answer(Path file) {
    SignedDataValidateContainer seals = new SESV4ValidateContainer();
    SignedDataValidateContainer signs = new GBT35275ValidateContainer();
    try (OFDReader reader = new OFDReader(file);
        OFDValidator validator = new OFDValidator(reader)) {
      validator.setValidator(
          (type, algorithm, toSign, value) ->
              (type == SigType.Sign ? signs : seals).validate(type, algorithm, toSign, value));
      validator.exeValidate();
      return "ACCEPTED, pages " + reader.getNumberOfPages();
    } catch (Exception refused) {
      return "REFUSED, " + refused;
    }
  }

  /** The integrity list as ofdrw reads it, and whether it takes the value over it. */
  private static String integrity(Path file) throws Exception {
    Path folder = Files.createTempDirectory(file.toAbsolutePath().getParent(), "integrity");
    Set<String> names = new TreeSet<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        names.add("/" + entry.getName());
      }
      Path xml = folder.resolve("OFDEntries.xml");
      Files.write(xml, zip.getInputStream(zip.getEntry("OFDEntries.xml")).readAllBytes());
      OFDEntries entries = new OFDEntries(ElemCup.inject(xml));
      String value = entries.getSignedValueLoc().toString();
      byte[] octets = zip.getInputStream(zip.getEntry(value.substring(1))).readAllBytes();
      names.removeAll(Set.of("/OFDEntries.xml", value));
      Set<String> listed = new TreeSet<>();
      entries.getFileList().getFiles().forEach(f -> listed.add(f.getFileLoc().toString()));
      VerifyInfo info =
          GBT35275Validate.validate("SM3withSM2", Files.readAllBytes(xml), octets);
      return (info.result && listed.equals(names) ? "LISTED" : "REFUSED") + ", " + info.hit;
    }
  }

  private static String seam(Path file, String[] seam) throws Exception {
    double side = Double.parseDouble(seam[2]);
    try (OFDReader reader = new OFDReader(file)) {
      List<StampAnnot> stamps =
          new RidingStampPos(Side.valueOf(seam[0]), Double.valueOf(seam[1]), side, side)
              .getAppearance(reader, new NumberFormatAtomicSignID());
      StringBuilder all = new StringBuilder();
      for (StampAnnot stamp : stamps) {
        all.append(stamp.getPageRef()).append(": ").append(stamp.getBoundary());
        all.append(" | ").append(stamp.getClip()).append("; ");
      }
      return all.toString();
    }
  }
}
