using Leasehold.Images.Batches;
using Leasehold.Images.Options;

namespace Leasehold.Images.Http;

/// <summary>What this service refuses with and why pictures fail, in Korean.</summary>
internal static class KoreanTexts
{
    public static PhraseBook Book { get; } = new(
    [
        .. Answers(),
        .. UrlReasons(),
        .. OptionReasons(),
        .. Failures(),
    ]);

    /// <summary>A stored text in the caller's language.</summary>
    public static string? In(HttpContext context, string? text)
        => text is not null && context.GetLanguage() == Language.Korean ? Book.Find(text) ?? text : text;

    private static IEnumerable<Phrase> Answers()
        =>
        [
            new("There is no such image.", "이미지를 찾을 수 없습니다."),
            new("There is no stored result of this image.", "이 이미지의 저장된 결과가 없습니다."),
            new("There is no such batch.", "배치를 찾을 수 없습니다."),
            new("Only a failed image can be tried again; this one is {0}.",
                "실패한 이미지만 다시 시도할 수 있습니다. 현재 상태: {0}"),
            new("The uploaded file is gone by now; upload it again.",
                "업로드한 파일이 이미 삭제되었습니다. 다시 업로드해 주세요."),
            new("The image is being processed; it can be deleted once that is over.",
                "이미지를 처리하고 있습니다. 처리가 끝난 뒤에 삭제할 수 있습니다."),
            new("Idempotency-Key must come once, with {0}", "Idempotency-Key는 올바른 형식으로 한 번만 보내야 합니다."),
            new("This Idempotency-Key was used before with another payload.",
                "이 Idempotency-Key는 다른 내용의 요청에 이미 사용되었습니다."),
            new("The file is not a JPEG, PNG, WebP, GIF or AVIF picture, or not the one it says it is.",
                "파일이 JPEG, PNG, WebP, GIF, AVIF 이미지가 아니거나 표시된 형식과 다릅니다."),
            new("HEIC pictures are not taken. Convert it to JPEG, PNG, WebP or AVIF first.",
                "HEIC 이미지는 받지 않습니다. JPEG, PNG, WebP, AVIF로 변환해서 보내 주세요."),
            new("The body must be multipart/form-data.", "본문은 multipart/form-data여야 합니다."),
            new("The form needs one file, in the part 'file'.", "'file' 항목에 파일 하나가 필요합니다."),
            new("The file has more bytes than this service takes.", "파일이 최대 크기를 넘었습니다."),
            new("options is not JSON.", "options가 JSON이 아닙니다."),
            new("options has too many characters.", "options가 너무 깁니다."),
            new($"items is required and must have 1 to {BatchIntent.MaxItems} items.",
                $"items는 필수이며 1~{BatchIntent.MaxItems}개여야 합니다."),
            new("items[{0}]: {1}", "items[{0}]: {1}"),
        ];

    private static IEnumerable<Phrase> UrlReasons()
        =>
        [
            new("url is refused: {0}.", "url을 받을 수 없습니다: {0}."),
            new("it is missing", "값이 없습니다"),
            new("it must have at most {0} characters", "최대 {0}자입니다"),
            new("it must be printable ASCII without backslashes", "역슬래시가 없는 인쇄 가능한 ASCII여야 합니다"),
            new("it must be an absolute http or https address", "http 또는 https 절대 주소여야 합니다"),
            new("it must hold no user information", "사용자 정보가 없어야 합니다"),
            new("its port must be the scheme's own", "포트는 스킴의 기본 포트여야 합니다"),
            new("an address must be written as numbers alone", "IP 주소는 숫자로만 써야 합니다"),
            new("an address must be written as four decimal numbers", "IP 주소는 10진수 네 개로 써야 합니다"),
            new("its host is not on the public internet", "공개 인터넷의 호스트가 아닙니다"),
            new("its host is not a name or an address", "호스트가 이름이나 IP 주소가 아닙니다"),
        ];

    private static IEnumerable<Phrase> OptionReasons()
        =>
        [
            new("options must be an object.", "options는 객체여야 합니다."),
            new("option {0} must be a whole number from 1 to {1}.", "옵션 {0}: 1~{1}의 정수여야 합니다."),
            new("option {0} must be a number from 0 to {1}, or true or false.",
                "옵션 {0}: 0~{1}의 수 또는 true, false여야 합니다."),
            new("option {0} must be true or false.", "옵션 {0}: true 또는 false여야 합니다."),
            new("option rotate must be 0, 90, 180 or 270.", "옵션 rotate: 0, 90, 180, 270 중 하나여야 합니다."),
            new("option {0} must be one of {1}.", "옵션 {0}: 다음 중 하나여야 합니다: {1}."),
            new("option resize must be \"800x600\" or an object of width, height and fit.",
                "옵션 resize: \"800x600\" 또는 width, height, fit의 객체여야 합니다."),
            new(OptionsReader.ResizeTwice + ".", "옵션 resize: width, height, fit과 함께 쓸 수 없습니다."),
            new("there is no option {0}.", "없는 옵션입니다: {0}"),
            new("options has a text that is not Unicode.", "options에 올바른 유니코드가 아닌 문자열이 있습니다."),
            new("there is an unknown option.", "알 수 없는 옵션이 있습니다."),
        ];

    private static IEnumerable<Phrase> Failures()
        =>
        [
            new("The image processor could not be reached in time.", "이미지 처리기에 제때 연결할 수 없었습니다."),
            new("The processor's result is at an address that results are not taken from.",
                "처리 결과가 허용되지 않은 주소에 있습니다."),
            new("The processor's result is too large or not a picture.", "처리 결과가 너무 크거나 이미지가 아닙니다."),
            new("The processor does not fetch from this address.", "이미지 처리기가 이 주소에서는 가져오지 않습니다."),
            new("The picture could not be fetched.", "이미지를 가져올 수 없었습니다."),
            new("What the address serves is not the picture it says it is.", "주소의 내용이 표시된 형식의 이미지가 아닙니다."),
            new("The picture is HEIC, which is not taken. Convert it to JPEG, PNG, WebP or AVIF first.",
                "HEIC 이미지는 받지 않습니다. JPEG, PNG, WebP, AVIF로 변환해 주세요."),
            new("The picture has too many bytes.", "이미지 파일이 너무 큽니다."),
            new("The picture or the result has too many pixels or frames.", "이미지나 결과의 픽셀 또는 프레임이 너무 많습니다."),
            new("The picture is damaged or cut off.", "이미지가 손상되었거나 잘렸습니다."),
            new("The picture takes too long to process.", "이미지 처리 시간이 너무 깁니다."),
            new("The picture takes more memory than it may, or ends what decodes it.",
                "이미지가 허용된 것보다 많은 메모리를 사용합니다."),
            new("The processor does not know one of the options.", "이미지 처리기가 모르는 옵션이 있습니다."),
            new("The image processor failed with status {0}.", "이미지 처리기가 실패했습니다. 상태 코드: {0}"),
        ];
}
