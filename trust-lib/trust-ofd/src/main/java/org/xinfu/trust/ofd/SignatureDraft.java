package org.xinfu.trust.ofd;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy.Budgets;
import org.xinfu.trust.Verdict;

/**
 * One signature to be added to the package's first document: copies every file as it is, names the
 * list of signatures in OFD.xml, and protects every file but the new signature's own two.
 */
final class SignatureDraft {
  private final OfdFiles files;
  private final OfdDocument document;
  private final String rootPath;
  private final String list;
  private final List<SignatureList.Entry> entries = new ArrayList<>();
  private final SignatureList.Entry mine;

  private SignatureDraft(OfdGraph graph, String type) throws Finding {
    this.files = graph.files();
    this.document = graph.documents().get(0);
    this.rootPath = graph.path();
    String folder = OfdPath.folderOf(document.docRoot());
    this.list =
        document
            .signatures()
            .orElse((folder.isEmpty() ? "" : folder + "/") + "Signs/Signatures.xml");
    if (document.signatures().isPresent() && files.has(list)) {
      entries.addAll(SignatureList.read(list, files).entries());
    }
    OfdIntegrity.refuseListed(files);
    refuseProtectedList();
    this.mine = free(type);
    entries.add(mine);
    boolean known = document.signatures().isPresent() && files.has(list);
    refuseCollision(files.paths(), known ? List.of(mine.path()) : List.of(list, mine.path()));
  }

  /** Only a package that every reader sees alike, and whose content can be followed, is signed. */
  static SignatureDraft open(DocumentSource ofd, String type) throws Finding {
    return new SignatureDraft(followed(ofd), type);
  }

  /** The package, when every reader sees it alike and its content can be followed. */
  static OfdGraph followed(DocumentSource ofd) throws Finding {
    Budgets budgets = Budgets.standard();
    OfdPackage content = OfdPackage.open(ofd, budgets);
    if (content.doubts().doubtful()) {
      throw new Finding(Reason.PACKAGE_AMBIGUOUS, "not every reader sees the same files");
    }
    // Every file is stored, so that a package is as large as what is in it.
    long size = content.paths().stream().mapToLong(p -> content.size(p).orElse(0)).sum();
    if (size > budgets.documentBytes()) {
      throw new Finding(Reason.BUDGET_EXCEEDED, "would have " + size + " octets");
    }
    OfdGraph graph = OfdGraph.of(new OfdFiles(content, budgets.depth()));
    for (OfdDocument document : graph.documents()) {
      if (!document.reachable().findings().isEmpty()) {
        throw document.reachable().findings().get(0);
      }
      Optional<String> outside = document.reachable().outside().stream().findFirst();
      if (outside.isPresent()) {
        throw new Finding(Reason.PATH_ILLEGAL, outside.get());
      }
    }
    return graph;
  }

  List<OfdDocument.Page> pages() {
    return document.pages(files);
  }

  /** Makes the signature value over a Signature.xml. */
  interface ValueMaker {
    /** {@code path} is absolute in the package, with its leading slash. */
    Verdict<Bytes> value(Bytes signatureXml, String path);
  }

  /** What is sealed with, and the stamps; neither for Type="Sign". */
  record Appearance(Optional<Bytes> seal, List<SignatureXml.Placed> stamps) {}

  /**
   * The package with the signature in it, or why its value could not be made.
   *
   * @param listing makes the value over the integrity list, when {@code terms} ask for one
   */
  Verdict<OfdPackageWriter> signed(
      OfdSignRequest terms,
      Appearance appearance,
      ValueMaker maker,
      Function<Bytes, Verdict<Bytes>> listing)
      throws Finding {
    Verdict<Map<String, PackageFile>> signed = signed(terms, appearance, maker);
    if (terms.protection() == OfdSealRequest.Protection.ENTRIES
        && signed instanceof Verdict.Valid<Map<String, PackageFile>> valid) {
      return OfdIntegrity.packed(
          valid.content(), new OfdIntegrityRequest(terms.time(), terms.provider()), listing);
    }
    return then(
        signed,
        all -> {
          OfdPackageWriter writer = new OfdPackageWriter();
          all.forEach(writer::add);
          return writer;
        });
  }

  private Verdict<Map<String, PackageFile>> signed(
      OfdSignRequest terms, Appearance appearance, ValueMaker maker) throws Finding {
    String folder = OfdPath.folderOf(mine.path());
    Map<String, PackageFile> all = new LinkedHashMap<>();
    files.paths().forEach(p -> all.put(p, files.file(p).orElseThrow()));
    all.put(rootPath, PackageFile.of(root()));
    all.put(list, PackageFile.of(SignatureXml.list(entries)));
    appearance.seal().ifPresent(seal -> all.put(folder + "/Seal.esl", PackageFile.of(seal)));
    Bytes signature =
        SignatureXml.signature(
            new SignatureXml.Content(
                mine.id(),
                folder,
                terms,
                digests(all, terms.protection()),
                appearance.seal().isPresent(),
                appearance.stamps())); // the stamps are signed with the digests
    all.put(mine.path(), PackageFile.of(signature));
    return then(
        maker.value(signature, "/" + mine.path()),
        value -> {
          all.put(folder + "/SignedValue.dat", PackageFile.of(value));
          return all;
        });
  }

  /** The signed package in memory. */
  static Verdict<Bytes> held(Verdict<OfdPackageWriter> signed) {
    return then(signed, OfdPackageWriter::toBytes);
  }

  /** The signed package as a stream, and how many octets it has; nothing when it was refused. */
  static Verdict<Long> written(Verdict<OfdPackageWriter> signed, OutputStream out)
      throws IOException {
    if (signed instanceof Verdict.Valid<OfdPackageWriter> valid) {
      return new Verdict.Valid<>(valid.content().writeTo(out), valid.report());
    }
    return then(signed, writer -> 0L);
  }

  static <A, B> Verdict<B> then(Verdict<A> verdict, Function<A, B> next) {
    return verdict.fold(
        content -> new Verdict.Valid<>(next.apply(content), verdict.report()),
        Verdict.Invalid::new,
        Verdict.Indeterminate::new);
  }

  private Map<String, Bytes> digests(
      Map<String, PackageFile> all, OfdSealRequest.Protection protection) {
    Map<String, Bytes> digests = new TreeMap<>();
    all.forEach((path, file) -> digests.put(path, file.sm3()));
    if (protection == OfdSealRequest.Protection.CONTINUE) {
      digests.remove(list);
    }
    return digests;
  }

  /** OFD.xml with the list named in the first DocBody; the rest of it stays as it is. */
  private Bytes root() throws Finding {
    Bytes octets = files.part(rootPath).orElseThrow();
    return document.signatures().isPresent() ? octets : RootXml.withSignatures(octets, "/" + list);
  }

  /** No file of the document may be replaced, nor become the folder of a new one. */
  static void refuseCollision(Collection<String> paths, List<String> brought) throws Finding {
    for (String path : paths) {
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
      for (SignatureFile.Reference r : files.signature(earlier.path()).references()) {
        if (OfdPath.key(r.fileRef()).equals(OfdPath.key(list))) {
          throw new Finding(
              Reason.SIGNATURE_LIST_CHANGED, earlier.id() + " allows no further signature");
        }
      }
    }
  }

  private SignatureList.Entry free(String type) {
    int index = entries.size();
    while (taken(index)) {
      index++;
    }
    return new SignatureList.Entry(SignatureXml.id(index), type, SignatureXml.path(list, index));
  }

  private boolean taken(int index) {
    String folder = OfdPath.key(OfdPath.folderOf(SignatureXml.path(list, index))) + "/";
    return files.paths().stream().anyMatch(p -> OfdPath.key(p).startsWith(folder))
        || entries.stream().anyMatch(e -> e.id().equals(SignatureXml.id(index)));
  }
}
