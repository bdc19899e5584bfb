"""A brand with a consultation that asks for a picture, and somebody who has come to that question."""

from pathlib import Path

CONSULTATION = """
title: {ko: 화분 상담, en: Plants}
intro: 시작해요
guide: 정원사 이바다
starts: 화분 상담
questions:
  - {id: photo, ask: {ko: 화분 사진을 보여 주세요, en: Show us the plant}, kind: image, analyser: leaf}
  - {id: light, ask: {ko: 볕이 드나요, en: Is there light}, kind: one, trait: 볕,
     options: [{id: sun, ko: 들어요, en: Sun}, {id: shade, ko: 그늘, en: Shade}]}
  - {id: pots, ask: 몇 개, kind: number, least: 1, most: 9}
"""
PLUGIN = """
import time
def sees(picture):
    assert isinstance(picture, bytes) and b"Phone" not in picture
    return {"light": {"value": "sun", "confidence": 0.83}, "pots": {"value": 3, "confidence": 0.4}, "photo": "attached"}
def fails(picture):
    raise RuntimeError("no")
def hangs(picture):
    time.sleep(60)
def boasts(picture):
    return {"light": {"value": "sun", "confidence": 7}, "pots": {"value": 3, "confidence": True}}
"""


def add_consultation(folder: Path, analyser: str = "") -> None:
    """Writes the consultation into a brand's folder, and registers one function of ``PLUGIN`` where it is named."""
    (folder / "consultations").mkdir()
    (folder / "consultations" / "plant.yaml").write_text(CONSULTATION, "utf-8")
    if analyser:
        (folder / "leaf_eye.py").write_text(PLUGIN, "utf-8")
        toml = folder / "brand.toml"
        toml.write_text(toml.read_text("utf-8") + f'\n[analysers]\nleaf = "leaf_eye:{analyser}"\n', "utf-8")
