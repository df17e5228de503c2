// The SAX2 error callbacks are variadic; Swift can neither import nor implement one.
// tocsin_xml_silence installs a C callback that drops the message: the parser's own
// last-error record, read with xmlCtxtGetLastError, says the same without formatting.
#ifndef TOCSIN_CXML2_SHIM_H
#define TOCSIN_CXML2_SHIM_H

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

static inline void tocsin_xml_drop_message(void *context, const char *message, ...) {
    (void)context;
    (void)message;
}
static inline void tocsin_xml_silence(xmlSAXHandler *handler) {
    handler->warning = tocsin_xml_drop_message;
    handler->error = tocsin_xml_drop_message;
    handler->fatalError = tocsin_xml_drop_message;
}
// XML_SAX2_MAGIC is a macro with a cast, which Swift does not see.
static inline void tocsin_xml_mark_sax2(xmlSAXHandler *handler) {
    handler->initialized = XML_SAX2_MAGIC;
}

#endif
