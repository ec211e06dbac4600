package org.xinfu.trust.pdf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.PDNameTreeNode;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;

/** What was signed: the last signed revision and what is inside it. Holding one is the proof. */
public final class VerifiedPdf {
  private final DocumentSource source;
  private final long end;
  private final DocumentReport report;

  VerifiedPdf(DocumentSource source, long end, DocumentReport report) {
    this.source = source;
    this.end = end;
    this.report = report;
  }

  /** The judgement that made this. */
  public DocumentReport report() {
    return report;
  }

  /** Number of octets of the last signed revision. */
  public long length() {
    return end;
  }

  /** Writes the last signed revision. */
  public void writeTo(OutputStream out) {
    try (InputStream in = source.stream()) {
      byte[] buffer = new byte[64 * 1024];
      long left = end;
      while (left > 0) {
        int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (n < 0) {
          throw new IOException("the document became shorter");
        }
        out.write(buffer, 0, n);
        left -= n;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The XMP metadata of the document, as written. */
  public Optional<Bytes> metadata() {
    return read(
        document -> {
          PDMetadata metadata = document.getDocumentCatalog().getMetadata();
          return metadata == null
              ? Optional.empty()
              : Optional.of(Bytes.of(metadata.toByteArray()));
        });
  }

  /** The texts of the document information dictionary, by key. */
  public Map<String, String> information() {
    return read(
        document -> {
          Map<String, String> texts = new TreeMap<>();
          COSDictionary info = document.getDocumentInformation().getCOSObject();
          for (COSName name : info.keySet()) {
            if (info.getDictionaryObject(name) instanceof COSString text) {
              texts.put(name.getName(), text.getString());
            }
          }
          return texts;
        });
  }

  /** The embedded files of the document, by the name under which they are listed. */
  public Map<String, Bytes> attachments() {
    return read(
        document -> {
          Map<String, Bytes> files = new TreeMap<>();
          PDDocumentNameDictionary names = document.getDocumentCatalog().getNames();
          PDEmbeddedFilesNameTreeNode tree = names == null ? null : names.getEmbeddedFiles();
          if (tree != null) {
            collect(tree, files, 0);
          }
          return files;
        });
  }

  private static void collect(
      PDNameTreeNode<PDComplexFileSpecification> node, Map<String, Bytes> files, int depth)
      throws IOException {
    if (node.getNames() != null) {
      for (Map.Entry<String, PDComplexFileSpecification> entry : node.getNames().entrySet()) {
        PDEmbeddedFile file = entry.getValue().getEmbeddedFile();
        if (file != null) {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          try (InputStream in = file.createInputStream()) {
            in.transferTo(out);
          }
          files.put(entry.getKey(), Bytes.of(out.toByteArray()));
        }
      }
    }
    if (node.getKids() != null && depth < 32) {
      for (PDNameTreeNode<PDComplexFileSpecification> kid : node.getKids()) {
        collect(kid, files, depth + 1);
      }
    }
  }

  private <T> T read(Reading<T> reading) {
    try (PDDocument document = StrictPdf.load(source, end)) {
      return reading.of(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Reading<T> {
    T of(PDDocument document) throws IOException;
  }
}
