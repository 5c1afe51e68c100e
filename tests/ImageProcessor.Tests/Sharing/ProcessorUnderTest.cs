using Leasehold.Simulators.ImageProcessor.Pixels.Isolation;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.Simulators.ImageProcessor.Tests.Hosting;

/// <summary>The part that only the processor's own tests have: they see its insides.</summary>
internal sealed partial class ProcessorUnderTest
{
    /// <summary>They end with the process of the tests, when their inputs do.</summary>
    private static readonly PixelProcesses Shared = new(1024L * 1024 * 1024);

    static partial void SharePixelProcesses(WebApplicationBuilder builder) => builder.Services.AddSingleton(Shared);
}
