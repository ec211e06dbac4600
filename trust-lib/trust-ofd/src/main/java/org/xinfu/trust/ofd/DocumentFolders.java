package org.xinfu.trust.ofd;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The folders of a package's documents (GB/T 33190-2016 §6, {@code Doc_N}): the only thing that
 * ties a signature to one of several documents, since the path of Signature.xml is signed ({@code
 * propertyInfo} of GB/T 38540) and the list that names it need not be.
 */
final class DocumentFolders {
  private final Set<String> folders = new HashSet<>();

  DocumentFolders(List<OfdDocument> documents) {
    documents.forEach(d -> folders.add(OfdPath.folderOf(d.docRoot())));
  }

  /** Whether the two files lie in the folders of two documents. */
  boolean apart(String one, String other) {
    Optional<String> home = home(one);
    Optional<String> away = home(other);
    return home.isPresent() && away.isPresent() && !home.equals(away);
  }

  /** The innermost of the folders that holds the file; empty when none but the root does. */
  private Optional<String> home(String path) {
    String folder = OfdPath.folderOf(path);
    while (!folder.isEmpty() && !folders.contains(folder)) {
      folder = OfdPath.folderOf(folder);
    }
    return folder.isEmpty() ? Optional.empty() : Optional.of(folder);
  }
}
