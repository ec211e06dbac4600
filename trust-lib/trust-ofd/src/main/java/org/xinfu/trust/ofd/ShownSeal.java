package org.xinfu.trust.ofd;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.seal.Seal;

/**
 * What readers show as the seal of a signature, GB/T 33190-2016 §18.2.4: the file that it names, a
 * picture in its place (OFD 2.0), or a seal that lies in its folder unnamed. All of it must be the
 * seal that signed; a signature of Type="Sign" has none.
 */
record ShownSeal(SignatureFile signature, SignatureList list, OfdFiles files) {
  private static final String CLAUSE = "GB/T 33190 18.2.4";

  /** Seals in the signature's folder that no signature of the list names. */
  List<String> unnamed() {
    String folder = OfdPath.folderOf(signature.path());
    List<String> seals =
        files.paths().stream()
            .filter(p -> p.toLowerCase(Locale.ROOT).endsWith(".esl"))
            .filter(p -> OfdPath.folderOf(p).equals(folder))
            .toList();
    if (seals.isEmpty()) {
      return seals;
    }
    Set<String> named = new LinkedHashSet<>();
    for (SignatureList.Entry entry : list.entries()) {
      named(entry).ifPresent(named::add);
    }
    return seals.stream().filter(p -> !named.contains(p)).toList();
  }

  private Optional<String> named(SignatureList.Entry entry) {
    try {
      SignatureFile other = SignatureFile.read(entry.path(), files);
      return other.sealLoc().flatMap(l -> located(other.path(), l));
    } catch (Finding unreadable) {
      return Optional.empty(); // a finding of that signature
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
      picture(signature.imageLoc().get(), signed, strict, checks);
    }
  }

  private void picture(String location, Seal signed, boolean strict, Report.Builder checks)
      throws Finding {
    Optional<String> path = located(signature.path(), location);
    Optional<Bytes> shown = path.isPresent() ? files.part(path.get()) : Optional.empty();
    boolean same = shown.filter(signed.picture().data()::equals).isPresent();
    if (same || strict) {
      checks.require(same, "seal-file", CLAUSE, Reason.SEAL_FILE_DIFFERS, location);
    } else {
      // It may be the same picture in another format; nobody can tell.
      checks.unknown("seal-file", CLAUSE, Reason.SEAL_FILE_DIFFERS, location);
    }
  }
}
