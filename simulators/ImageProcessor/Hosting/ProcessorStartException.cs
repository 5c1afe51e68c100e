namespace Leasehold.Simulators.ImageProcessor.Hosting;

/// <summary>The processor cannot start; the message names the setting to change.</summary>
internal sealed class ProcessorStartException(string message) : Exception(message);
