package org.xinfu.trust.ofd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy.Budgets;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.seal.Seal;
import org.xinfu.trust.seal.SealPicture;
import org.xinfu.trust.seal.SealSigner;
import org.xinfu.trust.seal.SealedContent;

/**
 * Seals an OFD package (GB/T 33190-2016 §18, GB/T 38540-2020): copies every file as it is, names
 * the list of signatures in OFD.xml, and protects every file but the new signature's own two. Same
 * package, request and signature value give the same octets.
 */
public final class OfdSealer {
  private static final String CLAUSE = "GB/T 33190 18";

  private OfdSealer() {}

  /**
   * The sealed package.
   *
   * @return Invalid when the package or the seal cannot be read, a file of the document stands
   *     where the signature goes ({@code package-ambiguous}), a stamp lies on no page ({@code
   *     stamp-not-on-page}), or an earlier signature protects the list of signatures ({@code
   *     signature-list-changed})
   * @throws org.xinfu.trust.key.VaultException when the signer's device fails
   */
  public static Verdict<Bytes> seal(DocumentSource ofd, OfdSealRequest request, Signer signer) {
    Report.Builder checks = new Report.Builder();
    try {
      Budgets budgets = Budgets.standard();
      OfdPackage content = OfdPackage.open(ofd, budgets);
      if (content.doubts().doubtful()) {
        throw new Finding(Reason.PACKAGE_AMBIGUOUS, "not every reader sees the same files");
      }
      OfdGraph graph = OfdGraph.of(new OfdFiles(content, budgets.depth()));
      for (OfdDocument document : graph.documents()) {
        if (!document.reachable().findings().isEmpty()) {
          throw document.reachable().findings().get(0);
        }
      }
      Bytes sealed = new Draft(graph, request).sealed(signer);
      return checks.pass("seal", CLAUSE, "").verdict(sealed);
    } catch (Finding f) {
      return checks.fail("seal", CLAUSE, f.reason(), f.detail()).refusal();
    }
  }

  /** One sealing of the package's first document. */
  private static final class Draft {
    private final OfdFiles files;
    private final OfdDocument document;
    private final OfdSealRequest request;
    private final String list;
    private final List<SignatureList.Entry> entries;
    private final SignatureList.Entry mine;

    Draft(OfdGraph graph, OfdSealRequest request) throws Finding {
      this.files = graph.files();
      this.document = graph.documents().get(0);
      this.request = request;
      String folder = OfdPath.folderOf(document.docRoot());
      this.list =
          document
              .signatures()
              .orElse((folder.isEmpty() ? "" : folder + "/") + "Signs/Signatures.xml");
      this.entries = new ArrayList<>();
      if (document.signatures().isPresent() && files.has(list)) {
        entries.addAll(SignatureList.read(list, files).entries());
      }
      refuseProtectedList();
      this.mine = free();
      entries.add(mine);
      refuseCollision();
    }

    /** No file of the document may be replaced, nor become the folder of a new one. */
    private void refuseCollision() throws Finding {
      boolean known = document.signatures().isPresent() && files.has(list);
      List<String> brought = known ? List.of(mine.path()) : List.of(list, mine.path());
      for (String path : files.paths()) {
        String key = OfdPath.key(path);
        for (String added : brought) {
          String other = OfdPath.key(added);
          if (other.equals(key) || other.startsWith(key + "/") || key.startsWith(other + "/")) {
            throw new Finding(Reason.PACKAGE_AMBIGUOUS, path + " stands where " + added + " goes");
          }
        }
      }
    }

    private void refuseProtectedList() throws Finding {
      for (SignatureList.Entry earlier : entries) {
        for (SignatureFile.Reference r : SignatureFile.read(earlier.path(), files).references()) {
          if (OfdPath.key(r.fileRef()).equals(OfdPath.key(list))) {
            throw new Finding(
                Reason.SIGNATURE_LIST_CHANGED, earlier.id() + " allows no further signature");
          }
        }
      }
    }

    private SignatureList.Entry free() {
      int index = entries.size();
      while (taken(index)) {
        index++;
      }
      return new SignatureList.Entry(
          SignatureXml.id(index), "Seal", SignatureXml.path(list, index));
    }

    private boolean taken(int index) {
      String folder = OfdPath.key(OfdPath.folderOf(SignatureXml.path(list, index))) + "/";
      return files.paths().stream().anyMatch(p -> OfdPath.key(p).startsWith(folder))
          || entries.stream().anyMatch(e -> e.id().equals(SignatureXml.id(index)));
    }

    Bytes sealed(Signer signer) throws Finding {
      String folder = OfdPath.folderOf(mine.path());
      Map<String, Bytes> all = new LinkedHashMap<>();
      files.paths().forEach(p -> all.put(p, files.octets(p).orElseThrow()));
      all.put(OfdGraph.ROOT, root());
      all.put(list, SignatureXml.list(entries));
      all.put(folder + "/Seal.esl", request.seal());
      Bytes signature =
          SignatureXml.signature(
              new SignatureXml.Content(
                  mine.id(),
                  folder,
                  request.provider(),
                  request.time(),
                  digests(all),
                  placed())); // the stamps are signed with the digests
      all.put(mine.path(), signature);
      all.put(
          folder + "/SignedValue.dat",
          SealSigner.sign(
              new SealedContent(
                  request.seal(), Digests.sm3(signature), "/" + mine.path(), request.time()),
              signer));
      OfdPackageWriter writer = new OfdPackageWriter();
      all.forEach(writer::add);
      return writer.toBytes();
    }

    private Map<String, Bytes> digests(Map<String, Bytes> all) {
      Map<String, Bytes> digests = new TreeMap<>();
      all.forEach((path, octets) -> digests.put(path, Digests.sm3(octets)));
      if (request.protection() == OfdSealRequest.Protection.CONTINUE) {
        digests.remove(list);
      }
      return digests;
    }

    /** OFD.xml with the list named in the first DocBody; the rest of it stays as it is. */
    private Bytes root() throws Finding {
      Bytes octets = files.octets(OfdGraph.ROOT).orElseThrow();
      return document.signatures().isPresent()
          ? octets
          : RootXml.withSignatures(octets, "/" + list);
    }

    private List<SignatureXml.Placed> placed() throws Finding {
      Seal seal =
          Seal.parse(request.seal())
              .orElseThrow(() -> new Finding(Reason.MALFORMED, "not a seal of GB/T 38540"));
      SealPicture picture = seal.picture();
      List<OfdDocument.Page> pages = document.pages(files);
      List<SignatureXml.Placed> placed = new ArrayList<>();
      for (OfdSealRequest.Stamp stamp : request.stamps()) {
        String where = "page " + stamp.page() + " at " + stamp.xMm() + ", " + stamp.yMm();
        if (stamp.page() < 1 || stamp.page() > pages.size()) {
          throw new Finding(Reason.STAMP_NOT_ON_PAGE, where);
        }
        OfdDocument.Page page = pages.get(stamp.page() - 1);
        Rectangle box =
            new Rectangle(stamp.xMm(), stamp.yMm(), picture.widthMm(), picture.heightMm());
        Optional<Rectangle> area = page.box().map(b -> new Rectangle(0, 0, b.width(), b.height()));
        if (area.isEmpty() || !box.overlaps(area.get())) {
          throw new Finding(Reason.STAMP_NOT_ON_PAGE, where);
        }
        placed.add(new SignatureXml.Placed(page.id(), box.x(), box.y(), box.width(), box.height()));
      }
      return placed;
    }
  }
}
