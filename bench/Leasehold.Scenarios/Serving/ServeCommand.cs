using System.CommandLine;
using Leasehold.Images;
using Leasehold.Payments;
using Leasehold.Scenarios.Serving.Expert;
using Leasehold.Scenarios.Serving.HandWritten;
using Leasehold.Scenarios.Serving.Holds;
using Leasehold.Simulators.ImageProcessor;
using Leasehold.Simulators.PaymentGateway;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Leasehold.Scenarios.Serving;

/// <summary>What a scenario runs in child processes: one payment endpoint, or the gateway.</summary>
internal static class ServeCommand
{
    public const string Name = "serve";
    public const string GatewayName = "serve-gateway";
    public const string ImagesName = "serve-images";
    public const string ProcessorName = "serve-processor";

    /// <summary>Printed, with the address, once the endpoint takes requests.</summary>
    public const string ReadyLine = "listening on ";

    public static Command Create()
    {
        var style = new Argument<EndpointStyle>("style");
        var measure = new Option<bool>("--measure-holds");
        var command = new Command(Name, "One payment endpoint; started by the scenarios.") { Hidden = true };
        command.Arguments.Add(style);
        command.Options.Add(measure);
        command.SetAction((parsed, token) => RunAsync(
            Build(parsed.GetValue(style), parsed.GetValue(measure) ? new HoldRecorder() : null), token));
        return command;
    }

    public static Command CreateGateway()
    {
        var command = new Command(GatewayName, "The payment gateway; started by the scenarios.") { Hidden = true };
        command.SetAction(static (_, token)
            => RunAsync(PaymentGatewayHost.Build(["--urls=http://127.0.0.1:0"]), token));
        return command;
    }

    public static Command CreateImages()
    {
        var command = new Command(ImagesName, "The image service; started by the scenarios.") { Hidden = true };
        command.SetAction(static (_, token) => RunAsync(ImageService.Build(["--urls=http://127.0.0.1:0"]), token));
        return command;
    }

    public static Command CreateProcessor()
    {
        var command = new Command(ProcessorName, "The image processor; started by the scenarios.") { Hidden = true };
        command.SetAction(static (_, token)
            => RunAsync(ImageProcessorHost.Build(["--urls=http://127.0.0.1:0"]), token));
        return command;
    }

    private static WebApplication Build(EndpointStyle style, HoldRecorder? holds)
    {
        if (style == EndpointStyle.Expert)
        {
            return ExpertService.Build();
        }

        if (style != EndpointStyle.Staged)
        {
            var byHand = HandWrittenService.Build(style, holds);
            byHand.MapScenarioRoutes(holds);
            return byHand;
        }

        var app = PaymentService.Build(["--urls=http://127.0.0.1:0"]);
        if (holds is not null)
        {
            LeaseListener.Attach(app, holds);
        }

        app.MapScenarioRoutes(holds);
        return app;
    }

    private static async Task<int> RunAsync(WebApplication app, CancellationToken cancellationToken)
    {
        await using var disposed = app;
        await app.StartAsync(cancellationToken);
        await Console.Out.WriteLineAsync(ReadyLine + app.Urls.First());
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }
}
