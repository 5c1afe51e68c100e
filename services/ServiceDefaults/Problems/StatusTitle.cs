using Leasehold.ServiceDefaults.Languages;
using Microsoft.AspNetCore.WebUtilities;

namespace Leasehold.ServiceDefaults.Problems;

/// <summary>
/// The title of a problem without a type: its status in words. Source: RFC 9457, section 4.2.1; it may be translated
/// (section 3.1.3).
/// </summary>
internal static class StatusTitle
{
    private static readonly Dictionary<int, string> Korean = new()
    {
        [400] = "잘못된 요청",
        [401] = "인증 필요",
        [403] = "권한 없음",
        [404] = "찾을 수 없음",
        [405] = "허용되지 않는 메서드",
        [408] = "요청 시간 초과",
        [409] = "현재 상태와 충돌",
        [413] = "요청 본문이 너무 큼",
        [415] = "지원하지 않는 형식",
        [422] = "처리할 수 없는 요청",
        [429] = "너무 잦은 요청",
        [500] = "서버 내부 오류",
        [502] = "외부 서비스 오류",
        [503] = "일시적으로 사용할 수 없음",
        [504] = "외부 서비스 시간 초과",
    };

    public static string Of(int status, Language language)
        => language == Language.Korean && Korean.TryGetValue(status, out var title)
            ? title : ReasonPhrases.GetReasonPhrase(status);
}
