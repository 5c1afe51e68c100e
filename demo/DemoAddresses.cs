namespace Leasehold.Demo;

/// <summary>Where the demo listens: always the same, so that the tour can be copied.</summary>
internal static class DemoAddresses
{
    /// <summary>The page; in the ordinary demo only.</summary>
    public const string Page = "http://127.0.0.1:5080";

    public const string Payments = "http://127.0.0.1:5081";

    /// <summary>The second instance of cluster mode.</summary>
    public const string OtherPayments = "http://127.0.0.1:5083";

    public const string Images = "http://127.0.0.1:5082";

    /// <summary>The second instance of cluster mode.</summary>
    public const string OtherImages = "http://127.0.0.1:5084";

    public const string Processor = "http://127.0.0.1:5092";

    public const string Gateway = "http://127.0.0.1:5091";
}
