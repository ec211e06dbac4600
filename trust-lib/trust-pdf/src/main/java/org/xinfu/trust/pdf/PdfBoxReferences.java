package org.xinfu.trust.pdf;

import java.util.List;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;
import org.xinfu.trust.pdf.PdfSealRequest.Certification;

/** What a signature says of later changes: DocMDP and FieldMDP, ISO 32000-2 §12.8.2. */
final class PdfBoxReferences {
  private static final COSName LOCK = COSName.getPDFName("Lock");

  private PdfBoxReferences() {}

  static void write(
      PDDocument document, PdfSealRequest request, PDSignatureField field, PDSignature signature) {
    COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
    COSArray references = new COSArray();
    references.setDirect(true);
    if (request.certification() != Certification.NONE) {
      COSDictionary parameters = new COSDictionary();
      parameters.setInt(COSName.P, request.certification().level());
      references.add(reference("DocMDP", parameters));
      COSDictionary permissions = new COSDictionary();
      permissions.setItem(COSName.getPDFName("DocMDP"), signature);
      permissions.setDirect(true);
      catalog.setItem(COSName.PERMS, permissions);
      catalog.setNeedToBeUpdated(true);
    }
    request.field().lock().ifPresent(lock -> lock(field, lock));
    COSDictionary lock = field.getCOSObject().getCOSDictionary(LOCK);
    if (lock != null) {
      COSDictionary parameters = new COSDictionary();
      for (String key : List.of("Action", "Fields")) {
        COSName name = COSName.getPDFName(key);
        if (lock.containsKey(name)) {
          parameters.setItem(name, lock.getDictionaryObject(name));
        }
      }
      COSDictionary reference = reference("FieldMDP", parameters);
      // Table 256: what is compared has to be named here.
      reference.setItem(COSName.getPDFName("Data"), catalog);
      references.add(reference);
    }
    if (references.size() > 0) {
      signature.getCOSObject().setItem(COSName.getPDFName("Reference"), references);
    }
  }

  private static COSDictionary reference(String method, COSDictionary parameters) {
    parameters.setItem(COSName.TYPE, COSName.getPDFName("TransformParams"));
    parameters.setName(COSName.V, "1.2");
    parameters.setDirect(true);
    COSDictionary reference = new COSDictionary();
    reference.setItem(COSName.TYPE, COSName.getPDFName("SigRef"));
    reference.setItem(COSName.getPDFName("TransformMethod"), COSName.getPDFName(method));
    reference.setItem(COSName.getPDFName("TransformParams"), parameters);
    reference.setDirect(true);
    return reference;
  }

  /** SigFieldLock, an object of its own (table 235). */
  private static void lock(PDSignatureField field, FieldLock lock) {
    if (field.getCOSObject().containsKey(LOCK)) {
      throw new IllegalArgumentException("the field has a lock of its own");
    }
    COSDictionary written = new COSDictionary();
    written.setItem(COSName.TYPE, COSName.getPDFName("SigFieldLock"));
    written.setName(COSName.getPDFName("Action"), lock.action().written());
    if (!lock.fields().isEmpty()) {
      COSArray names = new COSArray();
      lock.fields().forEach(name -> names.add(new COSString(name)));
      names.setDirect(true);
      written.setItem(COSName.FIELDS, names);
    }
    if (lock.allowed() != Certification.NONE) {
      written.setInt(COSName.P, lock.allowed().level());
    }
    field.getCOSObject().setItem(LOCK, written);
  }
}
