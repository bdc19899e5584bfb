"""The words of the page of segments, Korean and English."""

SEGMENT_WORDS: dict[str, tuple[str, str]] = {
    "segments.title": ("세그먼트", "Segments"),
    "segments.why": (
        "조건에 맞는 사람들이에요. segments.toml에서 정하고, 여기서는 몇 명인지 봐요.",
        "People by conditions. Set in segments.toml; here you see how many they are.",
    ),
    "segments.how": ("어떻게 세나", "How it is counted"),
    "segments.definition": (
        "지금 이 순간 조건이 모두 맞는 사람을 세요. 한 사람으로 보는 신원은 한 번만 세고, 이름을 모르는 방문자도 세요. "
        "메타와 네이버의 수는 그 회사에 연락처를 건네는 데 따로 동의하고, 이메일이나 전화번호를 본인 확인한 분만이에요. "
        "거부한 분과 14세 미만으로 아는 분은 빠져요. 얼린 것은 그때의 사람들이에요.",
        "Whoever meets all conditions at this moment. Identities that we take for one person count once, visitors without a name "
        "too. The numbers for Meta and Naver are those who agreed, apart, that their contacts go to that company, and have proved "
        "an e-mail or a phone; not who refused, nor who is known to be under 14. A frozen one holds the people of its moment.",
    ),
    "segments.everybody": ("모두", "Everybody"),
    "segments.people": ("사람", "People"),
    "segments.meta": ("메타에 건넬 수 있음", "May go to Meta"),
    "segments.naver": ("네이버에 건넬 수 있음", "May go to Naver"),
    "segments.frozen": ("{day}에 {name}에서 얼림", "Frozen from {name} on {day}"),
    "segments.empty": ("아직 세그먼트가 없어요", "No segments yet"),
    "segments.empty_next": (
        "브랜드 폴더의 segments.toml에 이렇게 적어 보세요.",
        "Write this into segments.toml in your brand's folder.",
    ),
    "segments.exports": ("내보낸 기록", "Exports"),
    "segments.exports_how": ("내보내기는 명령으로 해요:", "Exporting is a command:"),
    "segments.exported": ("{segment} → {to}: {people}명, 해시 {contacts}개", "{segment} → {to}: {people} people, {contacts} digests"),
    "segments.no_exports": ("내보낸 적이 없어요.", "Nothing was exported yet."),
    "segments.to.meta": ("메타", "Meta"),
    "segments.to.naver": ("네이버", "Naver"),
    "segments.out": (
        "동의를 거두었거나 지운 분의 해시 {count}개를 {to}에서 빼야 해요:",
        "{count} digests of people who withdrew or were erased have to be taken out at {to}:",
    ),
}
