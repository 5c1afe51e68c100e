using System.ComponentModel.DataAnnotations;

namespace Leasehold.Images.Processor;

/// <summary>How the image processor is reached, bound from <c>Images:Processor</c>.</summary>
internal sealed class ProcessorOptions
{
    public const string Section = "Images:Processor";

    /// <value>Absolute http or https address; also IMAGE_PROCESSOR_URL. Default http://127.0.0.1:5092.</value>
    [Required]
    public Uri Url { get; set; } = new("http://127.0.0.1:5092");

    /// <value>Bounds one request in all. 300 s; 100 ms to 1 h.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00", ErrorMessage = "Timeout must be 00:00:00.100 to 01:00:00.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(300);

    /// <value>Bounds connecting. 10 s; 100 ms to 10 min.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00",
        ErrorMessage = "ConnectTimeout must be 00:00:00.100 to 00:10:00.")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <value>Attempts before an image whose processor is away has failed. 10; 1 to 1,000.</value>
    [Range(1, 1000, ErrorMessage = "MaxAttempts must be 1 to 1000.")]
    public int MaxAttempts { get; set; } = 10;
}
