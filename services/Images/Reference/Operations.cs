using Leasehold.Images.Batches;
using Leasehold.Images.Images;
using Leasehold.ServiceDefaults.Reference;

namespace Leasehold.Images.Reference;

/// <summary>The routes as the API reference describes them.</summary>
internal static class Operations
{
    private const string Tag = "Images";

    private const string RequestExample =
        """
        {"url":"http://127.0.0.1:5092/samples/gradient.jpg",
         "options":{"width":320,"height":200,"fit":"cover","format":"webp"}}
        """;

    private const string CompletedExample =
        """
        {"task_id":"019aa0b1c2d37e4fa5b6c7d8e9f00112","status":"completed",
         "original_url":"http://127.0.0.1:5092/samples/gradient.jpg",
         "processed_url":"http://127.0.0.1:5092/results/0f1e2d3c4b5a69788796a5b4c3d2e1f0.webp",
         "width":320,"height":200,"file_size":1830,"processing_time":0.041,"error_message":null}
        """;

    private const string PendingExample =
        """
        {"task_id":"019aa0b1c2d37e4fa5b6c7d8e9f00112","status":"pending",
         "original_url":"http://127.0.0.1:5092/samples/gradient.jpg",
         "processed_url":null,"width":null,"height":null,"file_size":null,"processing_time":null,"error_message":null}
        """;

    private const string BatchExample =
        """
        {"batch_id":"019aa0b1c2d37e4fa5b6c7d8e9f00113","total":2,"pending":1,"processing":0,"completed":1,"failed":0}
        """;

    private const string OptionsText =
        "Options, all of them optional: width, height (1 to 8192; alone they keep the aspect ratio), fit (cover, "
        + "contain, fill), format (jpeg, png, webp, avif), quality (1 to 100), rotate (0, 90, 180, 270), grayscale, "
        + "blur (0 to 100), sharpen (0 to 10); also resize (\"800x600\", or an object of width, height and fit) and "
        + "filter (grayscale, blur, sharpen). Width and height are the result's. An unknown option is refused by name. "
        + "Of an animated picture the first frame is processed; HEIC is refused by name.";

    private static readonly KeyInfo TakesKey = new("A repeat does no work twice.");

    private static readonly AnswerInfo Busy = AnswerInfo.Problem(
        503, "The service is at capacity or its database is away. Nothing was done; see Retry-After.");

    private static readonly AnswerInfo Malformed = AnswerInfo.Problem(400, "Malformed JSON or key.");

    private static readonly AnswerInfo Refused = AnswerInfo.Problem(
        422, "The URL or an option is refused, or the key was used with another payload. Nothing was written.");

    public static OperationInfo ProcessSync { get; } = new(
        Tag,
        "processSync",
        "Process a picture and wait",
        "The result of this request is not lost when the caller goes away. " + OptionsText,
        TakesKey,
        RequestExample,
        [
            new(200, "The image, completed.", typeof(ImageAnswer), CompletedExample),
            new(202, "It takes longer than this request waits: ask at Location.", typeof(ImageAnswer), null),
            Malformed,
            Refused,
            AnswerInfo.Problem(502, "Processing failed; task_id names the image."),
            Busy,
        ]);

    public static OperationInfo ProcessAsync { get; } = new(
        Tag,
        "processAsync",
        "Have a picture processed",
        OptionsText,
        TakesKey,
        RequestExample,
        [new(202, "Accepted: ask at Location.", typeof(ImageAnswer), PendingExample), Malformed, Refused, Busy]);

    public static OperationInfo Upload { get; } = new(
        Tag,
        "upload",
        "Upload a picture and have it processed",
        "A form with the part 'file' (JPEG, PNG, WebP, GIF or AVIF) and, if need be, the part 'options' with JSON.",
        TakesKey,
        null,
        [
            new(202, "Accepted: ask at Location.", typeof(ImageAnswer), null),
            AnswerInfo.Problem(400, "Not a multipart form."),
            AnswerInfo.Problem(413, "The file is too large."),
            AnswerInfo.Problem(422, "No file, not a picture, or an option is refused."),
            Busy,
        ]);

    public static OperationInfo CreateBatch { get; } = new(
        Tag,
        "createBatch",
        "Have many pictures processed",
        "1 to 10,000 items; all are taken in or none.",
        TakesKey,
        """{"items":[{"url":"http://127.0.0.1:5092/samples/rings.png","options":{"width":100}}]}""",
        [new(202, "Accepted: ask at Location.", typeof(BatchAnswer), BatchExample), Malformed, Refused, Busy]);

    public static OperationInfo ReadBatch { get; } = new(
        Tag,
        "readBatch",
        "Read a batch's progress",
        "The four counts add up to total.",
        null,
        null,
        [
            new(200, "The batch.", typeof(BatchAnswer), BatchExample),
            AnswerInfo.Problem(404, "No such batch."),
            Busy,
        ]);

    public static OperationInfo ReadImage { get; } = new(
        Tag,
        "readImage",
        "Read an image",
        "States: pending, processing, completed, failed.",
        null,
        null,
        [
            new(200, "The image.", typeof(ImageAnswer), CompletedExample),
            AnswerInfo.Problem(404, "No such image."),
            Busy,
        ]);

    public static OperationInfo ReadContent { get; } = new(
        Tag,
        "readContent",
        "Fetch the stored result",
        "Stored where STORAGE_BUCKET is set; else see processed_url.",
        null,
        null,
        [
            new(200, "The picture.", typeof(void), null),
            AnswerInfo.Problem(404, "No such image, or no stored result yet."),
            Busy,
        ]);

    public static OperationInfo Retry { get; } = new(
        Tag,
        "retryImage",
        "Try a failed image again",
        "The same URL or upload with the same options, under the same task_id.",
        null,
        null,
        [
            new(202, "Accepted: ask at Location.", typeof(ImageAnswer), PendingExample),
            AnswerInfo.Problem(404, "No such image."),
            AnswerInfo.Problem(409, "It has not failed, or its uploaded file is gone by now."),
            Busy,
        ]);

    public static OperationInfo Delete { get; } = new(
        Tag,
        "deleteImage",
        "Delete an image",
        "Its rows and what is stored for it.",
        null,
        null,
        [
            new(204, "Deleted.", typeof(void), null),
            AnswerInfo.Problem(404, "No such image."),
            AnswerInfo.Problem(409, "It is being processed."),
            Busy,
        ]);
}
