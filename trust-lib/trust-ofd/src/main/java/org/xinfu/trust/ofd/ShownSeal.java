package org.xinfu.trust.ofd;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.seal.Seal;

/**
 * What readers show as the seal of a signature, GB/T 33190-2016 §18.2.4: the file that it names, a
 * picture in its place (OFD 2.0), or a seal or picture that lies beside it unnamed. All of it must
 * be the seal that signed; a signature of Type="Sign" has none.
 */
record ShownSeal(SignatureFile signature, SignatureList list, OfdFiles files) {
  private static final String CLAUSE = "GB/T 33190 18.2.4";

  /** Endings of pictures, GB/T 38540 and what readers know beside. */
  private static final Set<String> PICTURES =
      Set.of("png", "jpg", "jpeg", "gif", "bmp", "svg", "tif", "tiff", "webp", "ofd");

  /** Seals beside the signature or its seal that no signature of the list names. */
  List<String> unnamed() {
    return beside(Set.of("esl"));
  }

  /** Pictures there that no signature of the list names; some readers show them by their names. */
  private List<String> pictures() {
    return beside(PICTURES);
  }

  private List<String> beside(Set<String> endings) {
    Set<String> folders = new LinkedHashSet<>(List.of(OfdPath.folderOf(signature.path())));
    signature
        .sealLoc()
        .flatMap(l -> located(signature.path(), l))
        .ifPresent(seal -> folders.add(OfdPath.folderOf(seal)));
    List<String> found =
        files.paths().stream()
            .filter(p -> endings.contains(ending(p)))
            .filter(p -> folders.contains(OfdPath.folderOf(p)))
            .toList();
    if (found.isEmpty()) {
      return found;
    }
    Set<String> named = new LinkedHashSet<>();
    list.entries().forEach(entry -> named.addAll(named(entry)));
    return found.stream().filter(p -> !named.contains(p)).toList();
  }

  private static String ending(String path) {
    return path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private List<String> named(SignatureList.Entry entry) {
    try {
      SignatureFile other = files.signature(entry.path());
      return Stream.of(other.sealLoc(), other.imageLoc())
          .flatMap(l -> l.flatMap(where -> located(other.path(), where)).stream())
          .toList();
    } catch (Finding unreadable) {
      return List.of(); // a finding of that signature
    }
  }

  private Optional<String> located(String file, String location) {
    return SignatureList.located(file, location, files)
        .or(() -> SignatureList.located(list.path(), location, files));
  }

  /** Of Type="Sign": whoever may sign at all could show anybody's seal so. */
  void refuse(Report.Builder checks) {
    String id = "signature-type";
    Reason reason = Reason.SIGNATURE_TYPE_MISMATCH;
    signature.sealLoc().ifPresent(l -> checks.fail(id, CLAUSE, reason, "no seal signed: " + l));
    signature.imageLoc().ifPresent(l -> checks.fail(id, CLAUSE, reason, "no seal signed: " + l));
    unnamed().forEach(p -> checks.fail(id, CLAUSE, reason, "no seal signed: " + p));
    pictures().forEach(p -> checks.fail(id, CLAUSE, reason, "no seal signed: " + p));
  }

  /** Whether the named file may be missing, as in invoices: the seal is in the value as well. */
  boolean mayBeMissing() {
    boolean inside =
        signature.sealLoc().flatMap(l -> OfdPath.resolve(signature.path(), l)).isPresent();
    return inside && !signature.canonicalList();
  }

  /** Holds what is shown against the seal that signed. */
  void compare(Seal signed, boolean strict, Report.Builder checks) throws Finding {
    for (String path : unnamed()) {
      checks.require(
          files.part(path).filter(signed.der()::equals).isPresent(),
          "seal-file",
          CLAUSE,
          Reason.SEAL_FILE_DIFFERS,
          path);
    }
    if (signature.imageLoc().isPresent()) {
      String location = signature.imageLoc().get();
      Optional<String> path = located(signature.path(), location);
      Optional<Bytes> shown = path.isPresent() ? files.part(path.get()) : Optional.empty();
      boolean same = shown.filter(signed.picture().data()::equals).isPresent();
      picture(location, same, strict, checks);
    }
    for (String path : pictures()) {
      boolean same = files.part(path).filter(signed.picture().data()::equals).isPresent();
      picture(path, same, strict, checks);
    }
  }

  private static void picture(
      String location, boolean same, boolean strict, Report.Builder checks) {
    if (same || strict) {
      checks.require(same, "seal-file", CLAUSE, Reason.SEAL_FILE_DIFFERS, location);
    } else {
      // It may be the same picture in another format; nobody can tell.
      checks.unknown("seal-file", CLAUSE, Reason.SEAL_FILE_DIFFERS, location);
    }
  }
}
