namespace Leasehold.Images.Processor;

/// <summary>Why an image failed, in words of our own: nothing the processor says is passed on as it is.</summary>
internal static class ProcessorErrors
{
    public const string Away = "The image processor could not be reached in time.";
    public const string ResultElsewhere = "The processor's result is at an address that results are not taken from.";
    public const string ResultUnsound = "The processor's result is too large or not a picture.";

    public static string Of(int status, string? code)
        => code switch
        {
            "url_refused" => "The processor does not fetch from this address.",
            "fetch_failed" => "The picture could not be fetched.",
            "not_a_picture" => "What the address serves is not the picture it says it is.",
            "heic_refused" => "The picture is HEIC, which is not taken. Convert it to JPEG, PNG, WebP or AVIF first.",
            "too_large" => "The picture has too many bytes.",
            "too_many_pixels" => "The picture or the result has too many pixels or frames.",
            "unreadable" => "The picture is damaged or cut off.",
            "too_slow" => "The picture takes too long to process.",
            "too_demanding" => "The picture takes more memory than it may, or ends what decodes it.",
            "option_refused" => "The processor does not know one of the options.",
            _ => $"The image processor failed with status {status}.",
        };
}
