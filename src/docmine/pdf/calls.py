"""PDFium's functions as fast as Python can call them."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any


class Calls:
    """PDFium's functions, most with plain integers for pointers, called without giving up the interpreter's lock (a call takes
    less than that would). Made once, at the first page."""

    def __init__(self) -> None:
        import pypdfium2.raw as raw

        library = ctypes.PyDLL(_library_path(raw))
        pointer, whole, single = ctypes.c_void_p, ctypes.c_int, ctypes.c_float

        def bind(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
            function = library[name]
            function.restype, function.argtypes = result, arguments
            return function

        def bare(name: str, result: Any) -> Callable[..., Any]:
            """For what is asked of each word: to check and turn the arguments takes longer than the answer. Pointers must come as
            ctypes' own objects (`c_void_p`, `byref`), as whole numbers they would be cut to an int's width."""
            function = library[name]
            function.restype = result
            return function

        self.load_page = bind("FPDF_LoadPage", pointer, pointer, whole)
        self.close_page = bind("FPDF_ClosePage", None, pointer)
        self.width = bind("FPDF_GetPageWidthF", single, pointer)
        self.height = bind("FPDF_GetPageHeightF", single, pointer)
        self.rotation = bind("FPDFPage_GetRotation", whole, pointer)
        self.page_box = bind("FPDF_GetPageBoundingBox", whole, pointer, pointer)
        self.load_text = bind("FPDFText_LoadPage", pointer, pointer)
        self.close_text = bind("FPDFText_ClosePage", None, pointer)
        self.count = bind("FPDFText_CountChars", whole, pointer)
        self.get_text = bind("FPDFText_GetText", whole, pointer, whole, whole, pointer)
        self.unicode = bind("FPDFText_GetUnicode", ctypes.c_uint, pointer, whole)
        self.origin = bare("FPDFText_GetCharOrigin", whole)  # text, character, where x goes, where y goes
        self.loose_box = bare("FPDFText_GetLooseCharBox", whole)  # text, character, where four floats go
        self.matrix = bare("FPDFText_GetMatrix", whole)  # text, character, where six floats go
        self.text_object = bare("FPDFText_GetTextObject", pointer)  # text, character
        self.font = bare("FPDFTextObj_GetFont", pointer)  # object
        self.font_size = bare("FPDFTextObj_GetFontSize", whole)  # object, where a float goes
        self.render_mode = bare("FPDFTextObj_GetTextRenderMode", whole)  # object
        self.font_name = bind("FPDFFont_GetBaseFontName", ctypes.c_size_t, pointer, pointer, ctypes.c_size_t)
        self.font_flags = bind("FPDFFont_GetFlags", whole, pointer)
        self.count_objects = bind("FPDFPage_CountObjects", whole, pointer)
        self.get_object = bind("FPDFPage_GetObject", pointer, pointer, whole)
        self.object_type = bind("FPDFPageObj_GetType", whole, pointer)
        self.image_size = bind("FPDFImageObj_GetImagePixelSize", whole, pointer, pointer, pointer)
        self.count_inner = bind("FPDFFormObj_CountObjects", whole, pointer)
        self.get_inner = bind("FPDFFormObj_GetObject", pointer, pointer, ctypes.c_ulong)
        self.object_matrix = bind("FPDFPageObj_GetMatrix", whole, pointer, pointer)
        self.bounds = bind("FPDFPageObj_GetBounds", whole, pointer, pointer, pointer, pointer, pointer)


def _library_path(raw: Any) -> str:
    from pypdfium2_raw import bindings

    return str(bindings._libs["pdfium"]._name)


_CALLS: list[Calls] = []


def calls() -> Calls:
    if not _CALLS:
        _CALLS.append(Calls())
    return _CALLS[0]
