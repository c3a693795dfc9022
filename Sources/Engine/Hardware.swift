import CKernels

/// What computes on this machine.
package enum Hardware {
  /// The kernels that run: those of the processor's widest vectors, or of `UNDERHOOD_KERNELS`.
  package static var kernels: String { String(cString: uh_kernels_name()) }

  /// The most threads that an epoch takes.
  package static var threads: Int { uh_threads_chosen() }
}
