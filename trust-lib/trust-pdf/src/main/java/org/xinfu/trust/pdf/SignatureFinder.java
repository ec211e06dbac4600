package org.xinfu.trust.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.xinfu.trust.DocumentSource;

/**
 * Finds every signature of a document: the values of signature fields, linked into the form or not,
 * and every object that looks like a signature dictionary. None can hide by being half there.
 */
final class SignatureFinder {
  private static final COSName DOC_TIME_STAMP = COSName.getPDFName("DocTimeStamp");
  private static final byte[] MARK = "/ByteRange".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_PARENTS = 64;

  private SignatureFinder() {}

  static List<SignatureObject> find(Revision revision) {
    Map<COSObjectKey, SignatureObject> byKey = new HashMap<>();
    List<SignatureObject> found = new ArrayList<>();
    Set<COSObjectKey> bare = new HashSet<>();
    for (COSObjectKey key : revision.keys()) {
      if (!(revision.object(key) instanceof COSDictionary dictionary)
          || dictionary instanceof COSStream) {
        continue;
      }
      if (looksLikeSignature(dictionary)) {
        bare.add(key);
      }
      for (COSDictionary field : fieldsIn(dictionary)) {
        value(field).ifPresent(signature -> add(signature, byKey, found));
      }
    }
    bare.stream()
        .filter(key -> !byKey.containsKey(key))
        .sorted()
        .map(key -> orphan(revision, key))
        .forEach(found::add);
    return found;
  }

  private static void add(
      SignatureObject signature,
      Map<COSObjectKey, SignatureObject> byKey,
      List<SignatureObject> found) {
    if (signature.key().isEmpty() || byKey.putIfAbsent(signature.key().get(), signature) == null) {
      found.add(signature);
    }
  }

  private static SignatureObject orphan(Revision revision, COSObjectKey key) {
    COSDictionary dictionary = (COSDictionary) revision.object(key);
    return new SignatureObject(
        dictionary == null ? new COSDictionary() : dictionary, Optional.of(key), Optional.empty());
  }

  private static boolean looksLikeSignature(COSDictionary dictionary) {
    COSName type = dictionary.getCOSName(COSName.TYPE);
    return COSName.SIG.equals(type)
        || DOC_TIME_STAMP.equals(type)
        || dictionary.containsKey(COSName.BYTERANGE)
        || (dictionary.containsKey(COSName.SUB_FILTER) && dictionary.containsKey(COSName.CONTENTS));
  }

  /** The dictionary itself and the dictionaries written directly into it. */
  private static List<COSDictionary> fieldsIn(COSDictionary root) {
    List<COSDictionary> fields = new ArrayList<>();
    Deque<COSBase> open = new ArrayDeque<>(List.of(root));
    Set<COSBase> seen = new HashSet<>();
    while (!open.isEmpty()) {
      COSBase next = open.pop();
      if (next instanceof COSObject || !seen.add(next)) {
        continue;
      }
      if (next instanceof COSDictionary dictionary) {
        if (COSName.SIG.equals(inherited(dictionary, COSName.FT))) {
          fields.add(dictionary);
        }
        dictionary.getValues().forEach(open::push);
      } else if (next instanceof org.apache.pdfbox.cos.COSArray array) {
        array.forEach(open::push);
      }
    }
    return fields;
  }

  private static Optional<SignatureObject> value(COSDictionary field) {
    COSBase value = field.getItem(COSName.V);
    if (value == null) {
      return Optional.empty();
    }
    Optional<COSObjectKey> key =
        value instanceof COSObject reference
            ? Optional.ofNullable(reference.getKey())
            : Optional.empty();
    COSBase target = value instanceof COSObject reference ? reference.getObject() : value;
    // A value that is no dictionary is a signature that cannot be read, not an empty field.
    COSDictionary dictionary = target instanceof COSDictionary found ? found : new COSDictionary();
    return Optional.of(new SignatureObject(dictionary, key, Optional.of(name(field))));
  }

  /** The fully qualified name, ISO 32000-2 §12.7.4.2. */
  static String name(COSDictionary field) {
    StringBuilder name = new StringBuilder();
    COSDictionary at = field;
    for (int i = 0; at != null && i < MAX_PARENTS; i++) {
      String part = at.getString(COSName.T);
      if (part != null) {
        name.insert(0, name.isEmpty() ? part : part + ".");
      }
      at = at.getCOSDictionary(COSName.PARENT);
    }
    return name.toString();
  }

  private static COSBase inherited(COSDictionary field, COSName key) {
    COSDictionary at = field;
    for (int i = 0; at != null && i < MAX_PARENTS; i++) {
      COSBase value = at.getDictionaryObject(key);
      if (value != null) {
        return value;
      }
      at = at.getCOSDictionary(COSName.PARENT);
    }
    return org.apache.pdfbox.cos.COSNull.NULL;
  }

  /** Whether the octets of the file speak of a signature anywhere. */
  static boolean mentionsSignature(DocumentSource source) throws IOException {
    try (InputStream in = source.stream()) {
      byte[] buffer = new byte[64 * 1024];
      int matched = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        for (int i = 0; i < n; i++) {
          // The mark's first octet occurs nowhere else in it, so no other restart is possible.
          matched = buffer[i] == MARK[matched] ? matched + 1 : buffer[i] == MARK[0] ? 1 : 0;
          if (matched == MARK.length) {
            return true;
          }
        }
      }
      return false;
    }
  }
}
