using Leasehold.Simulators.ImageProcessor;
using Leasehold.Simulators.ImageProcessor.Pixels.Isolation;

return args is [PixelWorker.Argument, var memoryBytes]
    ? await PixelWorker.RunAsync(memoryBytes)
    : await ImageProcessorHost.RunAsync(args);
