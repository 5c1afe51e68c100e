using System.Globalization;
using System.Runtime.InteropServices;
using NetVips;

namespace Leasehold.Simulators.ImageProcessor.Pixels.Isolation;

/// <summary>
/// The program of a pixel process: one picture after the other, from its input to its output, until the input ends.
/// </summary>
internal static class PixelWorker
{
    /// <summary>The first argument of the program; the second is the memory it may use, in bytes.</summary>
    public const string Argument = "--pixel-worker";

    /// <summary>Written once it is ready for pictures.</summary>
    public const byte Ready = (byte)'R';

    public static async Task<int> RunAsync(string memoryBytes)
    {
        // It ends with its processor, which may still have pictures for it when a terminal or a container says stop.
        using var interrupted = Ignore(PosixSignal.SIGINT);
        using var terminated = Ignore(PosixSignal.SIGTERM);
        using var hungUp = Ignore(PosixSignal.SIGHUP);
        MemoryLimit.Set(long.Parse(memoryBytes, CultureInfo.InvariantCulture));

        // One thread per picture, nothing kept from one to the next, no loader that is not hardened.
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        NetVips.NetVips.BlockUntrusted = true;

        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        output.WriteByte(Ready);
        try
        {
            while (true)
            {
                var (job, picture) = await PixelPipe.ReadAsync(
                    input, PixelJson.Default.PixelJob, CancellationToken.None);
                var (answer, result) = Process(job, picture);
                await PixelPipe.WriteAsync(
                    output, answer, PixelJson.Default.PixelAnswer, result, CancellationToken.None);
            }
        }
        catch (IOException)
        {
            // The processor is gone, in order or not.
            return 0;
        }
    }

    private static (PixelAnswer Answer, byte[] Result) Process(PixelJob job, byte[] bytes)
    {
        try
        {
            var result = PixelPipeline.Run(new Picture(job.Kind, bytes), job);
            return (PixelAnswer.Of(result), result.Bytes);
        }
        catch (PictureRefusedException problem)
        {
            return (PixelAnswer.Of(problem.Refusal), []);
        }
        catch (VipsException problem)
        {
            var isMemory = problem.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase);
            return (PixelAnswer.Of(isMemory ? PixelRefusals.TooDemanding : PixelRefusals.Unreadable), []);
        }
    }

    private static PosixSignalRegistration Ignore(PosixSignal signal)
        => PosixSignalRegistration.Create(signal, static context => context.Cancel = true);
}
