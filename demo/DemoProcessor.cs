using Leasehold.Simulators.ImageProcessor;

namespace Leasehold.Demo;

/// <summary>The processor that the pictures go to; it fetches uploads from the image service.</summary>
internal static class DemoProcessor
{
    public static WebApplication Build(DemoAddresses addresses, string data) => ImageProcessorHost.Build(
    [
        $"--urls={addresses.Processor}",
        $"--Processor:Results={Path.Combine(data, "processed")}",
        $"--Processor:AllowedHosts:0={new Uri(addresses.Images).Authority}",
        $"--Processor:AllowedHosts:1={new Uri(addresses.OtherImages).Authority}",
    ]);
}
