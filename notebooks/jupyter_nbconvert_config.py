# jupyter nbconvert --config=jupyter_nbconvert_config.py --to html 05-partners.ipynb
# nbconvert 6.5 (Debian 12) cleans drawings as if they were HTML and leaves
# only their words; as an image that stands in the page they stay whole. Newer versions do the same of their own accord.
import base64

from nbconvert.preprocessors import Preprocessor


class EmbedDrawings(Preprocessor):
    def preprocess_cell(self, cell, resources, index):
        for output in cell.get("outputs", []):
            drawing = output.get("data", {}).get("image/svg+xml")
            if drawing:
                output["svg_filename"] = "data:image/svg+xml;base64," + base64.b64encode(drawing.encode("utf-8")).decode("ascii")
        return cell, resources


c = get_config()  # noqa: F821: nbconvert gives it
c.HTMLExporter.preprocessors = [EmbedDrawings]
