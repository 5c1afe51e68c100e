using Leasehold.ServiceDefaults.Languages;

namespace Leasehold.ServiceDefaults.Problems;

/// <summary>The details of the problems that both services answer with, in Korean.</summary>
internal static class KoreanDetails
{
    public static PhraseBook Book { get; } = new(
    [
        // 400
        new("The request is malformed.", "요청 형식이 올바르지 않습니다."),
        new("The request needs a body and has none.", "요청 본문이 필요하지만 없습니다."),
        new("The parameter {0} is missing or malformed.", "매개변수가 없거나 형식이 올바르지 않습니다: {0}"),
        new("The body is JSON nested too deeply (line {0}, byte {1}).",
            "본문의 JSON이 너무 깊게 중첩되어 있습니다({0}번째 줄, {1}번째 바이트)."),
        new("The body is JSON nested too deeply.", "본문의 JSON이 너무 깊게 중첩되어 있습니다."),
        new("The body is not well-formed JSON (line {0}, byte {1}).",
            "본문이 올바른 JSON이 아닙니다({0}번째 줄, {1}번째 바이트)."),
        new("The body is not well-formed JSON.", "본문이 올바른 JSON이 아닙니다."),
        new("The JSON at {0} lacks: {1}.", "JSON에 빠진 항목이 있습니다. 위치: {0}, 항목: {1}"),
        new("The JSON at {0} has a member twice (line {1}, byte {2}).",
            "JSON에 같은 항목이 두 번 있습니다. 위치: {0}({1}번째 줄, {2}번째 바이트)"),
        new("The JSON at {0} has a member twice.", "JSON에 같은 항목이 두 번 있습니다. 위치: {0}"),
        new("The JSON value at {0} is not of the kind expected there (line {1}, byte {2}).",
            "JSON 값의 종류가 맞지 않습니다. 위치: {0}({1}번째 줄, {2}번째 바이트)"),
        new("The JSON value at {0} is not of the kind expected there.", "JSON 값의 종류가 맞지 않습니다. 위치: {0}"),
        new("a member", "어느 항목"),

        // 401, 403
        new("An API key is needed: Authorization: Bearer <key>.", "API 키가 필요합니다: Authorization: Bearer <key>"),
        new("The API key is unknown or revoked.", "알 수 없거나 폐기된 API 키입니다."),
        new("The API key is valid, but lacks the role this address asks for.",
            "API 키는 유효하지만 이 주소에 필요한 역할이 없습니다."),
        new(Callers.CallerStartup.Refusal,
            "API 키가 설정되어 있지 않아 같은 컴퓨터에서 직접 보낸 요청만 받습니다."),

        // 404, 405, 408, 413, 415
        new("There is nothing at this address.", "이 주소에는 아무것도 없습니다."),
        new("This address does not take the method; Allow names those it takes.",
            "이 주소에서 쓸 수 없는 메서드입니다. 쓸 수 있는 메서드는 Allow 헤더에 있습니다."),
        new("The request body arrived too slowly.", "요청 본문이 너무 느리게 도착했습니다."),
        new("The request body is larger than the {0} bytes taken here.", "요청 본문이 최대 크기 {0}바이트를 넘었습니다."),
        new("The request body is too large.", "요청 본문이 너무 큽니다."),
        new("This Content-Type is not taken here; JSON is application/json.",
            "받을 수 없는 Content-Type입니다. JSON은 application/json으로 보내 주세요."),

        // 429, 503
        new("This API key asks too often. Nothing was done; see Retry-After.",
            "이 API 키의 요청이 너무 잦습니다. 처리된 것은 없으니 Retry-After 이후에 다시 요청해 주세요."),
        new("The service is at capacity; try again later.",
            "커넥션 풀이 모두 사용 중입니다. 잠시 후 다시 요청해 주세요."),
        new("The database did not answer in time.", "데이터베이스가 제때 응답하지 않았습니다."),
        new(Schema.SchemaGuard.Refusal, "서비스의 테이블이 아직 없거나 다른 서비스의 테이블입니다."),
        new("This instance is stopping.", "이 인스턴스는 종료 중입니다."),
        new("The database takes no more connections now.", "데이터베이스가 지금은 커넥션을 더 받지 않습니다."),
        new("The database cannot be reached now.", "지금은 데이터베이스에 연결할 수 없습니다."),
        new("The database is changing its primary server.", "데이터베이스의 주 서버가 바뀌는 중입니다."),
        new("The database is busy with conflicting work.", "데이터베이스에서 서로 충돌하는 작업이 진행 중입니다."),
    ]);
}
